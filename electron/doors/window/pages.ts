/** The page's files over app://: inside one directory, GET only, known types only. */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { pageOrigin } from './listen.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

// react-aria adds this one style element for pressable things; it stands in our own styles too, and is let in by its hash.
const pressStyleHash = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${pressStyleHash}`,
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Answers one request for the page. Takes: the directory of the built renderer. */
export async function servePage(root: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  const file = fileOf(root, request.url);
  const type = file === undefined ? undefined : types[extname(file)];
  if (file === undefined || type === undefined) return refuse(404);
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return refuse(404);
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type } });
}

/** The file an address stands for; undefined where it leaves the directory or is no address of ours. */
export function fileOf(root: string, address: string): string | undefined {
  if (!address.startsWith(`${pageOrigin}/`) || !URL.canParse(address)) return undefined;
  const path = decoded(new URL(address).pathname);
  if (path === undefined || /[\0\\:]/.test(path)) return undefined;
  const file = join(root, path === '/' ? 'index.html' : path);
  return file.startsWith(root + sep) ? file : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const refuse = (status: number): Response => new Response(null, { status, headers });
