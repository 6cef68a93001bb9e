/** What an exchange tells of a key. Times are Unix milliseconds; 0 where there is none. */
export interface KeyInfo {
  readonly permissions: readonly string[];
  readonly allowedAddresses: readonly string[];
  readonly validUntilMs: number;
  /** Of the call before the one that asked. */
  readonly lastUsedMs: number;
}

/**
 * Reads Kraken's answer to GetApiKeyInfo. Gives: undefined for any other answer.
 * Source: docs.kraken.com/api-reference/account-data/get-api-key-info
 */
export function readKeyInfo(answer: unknown): KeyInfo | undefined {
  const result = read(answer, 'result');
  if (!Array.isArray(read(result, 'permissions'))) return undefined;
  return {
    permissions: texts(read(result, 'permissions')),
    allowedAddresses: texts(read(result, 'ipAllowlist')),
    validUntilMs: milliseconds(read(result, 'validUntil')),
    lastUsedMs: milliseconds(read(result, 'lastUsed')),
  };
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function milliseconds(value: unknown): number {
  const seconds = Number(value ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
