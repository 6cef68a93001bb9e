import { createHash, createHmac } from 'node:crypto';

type Hash = 'sha256' | 'sha384' | 'sha512';

export const hmacHex = (hash: Hash, secret: string | Buffer, text: string): string =>
  createHmac(hash, secret).update(text).digest('hex');

export const hmacBase64 = (hash: Hash, secret: string | Buffer, text: string): string =>
  createHmac(hash, secret).update(text).digest('base64');

export const sha512Hex = (text: string): string => createHash('sha512').update(text).digest('hex');

/** A header's one value; empty where it is absent. */
export const headerOf = (headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string => {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : '';
};

/** Is a time of a request, in milliseconds, within half a minute of now? */
export const isFresh = (timeMs: number): boolean => Math.abs(timeMs - Date.now()) < 30_000;

export const readJson = (text: string): Readonly<Record<string, unknown>> => {
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
};
