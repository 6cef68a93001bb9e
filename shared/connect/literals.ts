/** Writes values as a program would: in JavaScript, Python, PHP and C#. */
import { type AddressTree, tokenMark } from './bot-setup.ts';

/** A text, or names and what they stand for. */
export type Value = string | readonly (readonly [name: string, value: Value])[];

export interface Language {
  /** Takes: text without the token's mark. */
  text(text: string): string;
  /** The environment's KEYBEARER_TOKEN. */
  readonly token: string;
  /** Puts texts one after the other. */
  readonly joint: string;
  /** Around the members, each on a line of its own. */
  readonly map: readonly [open: string, close: string];
  member(name: string, value: string): string;
}

const indent = '    ';

const plain = (text: string): boolean => /^[^'\\\p{Cc}]*$/u.test(text);
const singleOr = (text: string, double: string): string => (plain(text) ? `'${text}'` : double);

export const javascript: Language = {
  text: (text) => singleOr(text, JSON.stringify(text)),
  token: 'process.env.KEYBEARER_TOKEN',
  joint: ' + ',
  map: ['{', '}'],
  member: (name, value) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}: ${value},`,
};

export const python: Language = {
  text: (text) => JSON.stringify(text),
  token: 'os.environ["KEYBEARER_TOKEN"]',
  joint: ' + ',
  map: ['{', '}'],
  member: (name, value) => `"${name}": ${value},`,
};

export const php: Language = {
  text: (text) => singleOr(text, JSON.stringify(text).replaceAll('$', '\\$')),
  token: "getenv('KEYBEARER_TOKEN')",
  joint: ' . ',
  map: ['[', ']'],
  member: (name, value) => `'${name}' => ${value},`,
};

export const csharp: Language = {
  text: (text) => JSON.stringify(text),
  token: 'Environment.GetEnvironmentVariable("KEYBEARER_TOKEN")',
  joint: ' + ',
  map: ['new Dictionary<string, object>() {', '}'],
  member: (name, value) => `{ "${name}", ${value} },`,
};

/** Takes: depth = how far the line is indented on which it begins. */
export function written(language: Language, value: Value, depth = 0): string {
  if (typeof value === 'string') return writtenText(language, value);
  const [open, close] = language.map;
  const inner = indent.repeat(depth + 1);
  const members = value.map(
    ([name, member]) => `${inner}${language.member(name, written(language, member, depth + 1))}`,
  );
  return [open, ...members, `${indent.repeat(depth)}${close}`].join('\n');
}

function writtenText({ text, token, joint }: Language, value: string): string {
  const [before = '', ...after] = value.split(tokenMark);
  if (after.length === 0) return text(value);
  const parts = [before === '' ? [] : [text(before)], [token], after[0] === '' ? [] : [text(after[0] ?? '')]];
  return parts.flat().join(joint);
}

/** Names and addresses as a value. */
export const treeAsValue = (tree: AddressTree): Value =>
  Object.entries(tree).map(([name, value]) => [name, typeof value === 'string' ? value : treeAsValue(value)]);
