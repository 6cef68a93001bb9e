/** Requests as bots write them, and what became of them. */
import { Recovery, type ResignRequest } from '../../../../electron/exchange/resign/recover.ts';
import { AppError } from '../../../../shared/errors.ts';

export const token = `kb_${'aB3-_'.repeat(9).slice(0, 43)}`;

export interface Said {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function request(url: string, { method = 'GET', headers = {}, body = '' }: Said = {}): ResignRequest {
  return { method, url, headers: Object.entries(headers), body: Buffer.from(body) };
}

/** Of a Kraken client; it signs with anything, since the signature is thrown away. */
export function kraken(path: string, body: string, headers: Readonly<Record<string, string>> = {}): ResignRequest {
  const signed = { 'API-Key': token, 'API-Sign': 'c2lnbmF0dXJl', ...headers };
  return request(`https://api.kraken.com${path}`, { method: 'POST', headers: signed, body });
}

const opened = new Map<string, Promise<Recovery>>();

export function recoveryOf(exchange: string): Promise<Recovery> {
  const known = opened.get(exchange) ?? Recovery.open(exchange, null);
  opened.set(exchange, known);
  return known;
}

/** The endpoint's id and its parameters, or why it was refused. */
export async function understood(exchange: string, asked: ResignRequest): Promise<unknown> {
  const recovery = await recoveryOf(exchange);
  const { outcome, value } = outcomeOf(() => recovery.recover(asked));
  return outcome === 'refused' ? value : [value?.endpoint.id, value?.params];
}

export function outcomeOf<T>(
  act: () => T,
): { readonly outcome: 'done'; readonly value: T } | { readonly outcome: 'refused'; readonly value: string } {
  try {
    return { outcome: 'done', value: act() };
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return { outcome: 'refused', value: fault.details.causes?.[0]?.id ?? fault.code };
  }
}

export const reasonOf = (act: () => unknown): string | undefined => {
  const { outcome, value } = outcomeOf(act);
  return outcome === 'refused' ? value : undefined;
};
