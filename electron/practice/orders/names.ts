import { hash } from 'node:crypto';

/** What an id is of: order, trade, ledger entry, amendment, deposit or withdrawal. */
export type Kind = 'O' | 'T' | 'L' | 'A' | 'F';

/** Kraken's form of an id, OXXXXX-XXXXX-XXXXXX, the same for the same seed and number. */
export function nameOf(seed: string, kind: Kind, number: number): string {
  const letters = BigInt(`0x${hash('sha256', `${seed}:${kind}:${number}`)}`)
    .toString(36)
    .toUpperCase();
  return `${kind}${letters.slice(1, 6)}-${letters.slice(6, 11)}-${letters.slice(11, 17)}`;
}
