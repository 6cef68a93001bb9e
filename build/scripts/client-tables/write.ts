/** The tables as a module of each SDK. */
import type { Tables } from './rows.ts';

const command = 'npm run build:client-tables';

export function asTypeScript({ api, version, errors, classes, methods, routes }: Tables): string {
  const list = (rows: readonly (readonly unknown[])[]): string =>
    rows.map(([name, ...rest]) => `  ${text(name)}: [${rest.map(text).join(', ')}],\n`).join('');
  return `/** Written by \`${command}\` out of shared/ and ccxt: not to be changed by hand. */
// biome-ignore-all format: a table is read row by row

export const api = ${text(api)};
export const version = ${text(version)};

type Row = readonly [sent: 'no' | 'yes' | 'unknown' | 'thrower', retryable: boolean, status: number, ccxt: string, text: string];
export const errors: Readonly<Record<string, Row>> = {
${list(errors)}};

/** ccxt's errors, each with the class above it. */
export const classes: Readonly<Record<string, string>> = {
${classes.map(([name, parent]) => `  ${name}: ${text(parent)},\n`).join('')}};

/** ccxt's unified methods. \`args\` are the names of the arguments, with a blank between. */
export const methods: Readonly<Record<string, readonly [kind: string, needs: string, args: string]>> = {
${list(methods)}};

/** Their names, so that a bot's compiler knows them. */
export type MethodName =
${methods.map(([name]) => `  | ${text(name)}\n`).join('')};

export const routes: Readonly<Record<string, readonly [method: string, path: string]>> = {
${list(routes)}};
`;
}

export function asPython({ api, version, errors, classes, methods, routes }: Tables): string {
  const list = (rows: readonly (readonly unknown[])[]): string =>
    rows.map(([name, ...rest]) => `    ${literal(name)}: (${rest.map(literal).join(', ')}),\n`).join('');
  return `"""Written by \`${command}\` out of shared/ and ccxt: not to be changed by hand."""

from __future__ import annotations

API = ${literal(api)}
VERSION = ${literal(version)}

#: code: (sent, retryable, status, class of ccxt, text)
ERRORS: dict[str, tuple[str, bool, int, str, str]] = {
${list(errors)}}

#: ccxt's errors, each with the class above it; parents come first.
CLASSES: dict[str, str] = {
${classes.map(([name, parent]) => `    ${literal(name)}: ${literal(parent)},\n`).join('')}}

#: ccxt's unified methods: (kind, permission, names of the arguments with a blank between)
METHODS: dict[str, tuple[str, str, str]] = {
${list(methods)}}

#: name: (method, path)
ROUTES: dict[str, tuple[str, str]] = {
${list(routes)}}
`;
}

const text = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value);

// JSON's texts are Python's as well.
const literal = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value);
