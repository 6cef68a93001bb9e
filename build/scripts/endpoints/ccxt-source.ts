import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { parseSync } from '@swc/core';

/** What the body of one method mentions: the raw material of "who calls which endpoint". */
export interface Mentions {
  /** Names after `this.`, called or handed on. */
  readonly own: ReadonlySet<string>;
  /** Names after `super.`. */
  readonly inherited: ReadonlySet<string>;
  /** Every string literal, where the body has a `this[method]`, which takes its name from one of them. */
  readonly strings: ReadonlySet<string>;
  /** `this.request(name + '_address/', 'private', 'POST')`: an endpoint whose path is put together. */
  readonly requests: readonly { readonly api: string; readonly verb: string; readonly pathEnd: string }[];
}

export interface ClassSource {
  readonly methods: ReadonlyMap<string, Mentions>;
  readonly parentFile: string | undefined;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const sourceFolder = resolve(import.meta.dirname, '../../../node_modules/ccxt/js/src');
const parsed = new Map<string, readonly ClassSource[]>();

/** The chains of classes, most derived first, that ccxt's REST and streaming exchange of that id are made of. */
export function chainsOf(exchangeId: string): ClassSource[][] {
  const files = [`${exchangeId}.js`, `pro/${exchangeId}.js`];
  return files.filter((file) => existsSync(resolve(sourceFolder, file))).map((file) => chainOf(file));
}

function chainOf(file: string): ClassSource[] {
  const classes = classesIn(file);
  const next = classes.at(-1)?.parentFile;
  return next === undefined ? [...classes] : [...classes, ...chainOf(next)];
}

/** The classes of a file, most derived first: one everywhere but in base/Exchange.js. */
function classesIn(file: string): readonly ClassSource[] {
  const known = parsed.get(file);
  if (known) return known;
  const module: unknown = parseSync(readFileSync(resolve(sourceFolder, file), 'utf8'), {
    syntax: 'ecmascript',
    target: 'es2022',
  });
  const classes = collect(module, (node) => /^Class(Declaration|Expression)$/.test(node.type)).reverse();
  const names = classes.map((node) => textOf(node['identifier']));
  const sources = classes.map((node, index) => {
    const parent = textOf(node['superClass']);
    const isLast = index === classes.length - 1;
    // A chain that is not a straight line would need more than this reader knows.
    if (!isLast && parent !== names[index + 1]) throw new Error(`${file}: classes in an order that nobody expected`);
    return { methods: methodsOf(node), parentFile: isLast ? importOf(file, module, parent) : undefined };
  });
  parsed.set(file, sources);
  return sources;
}

function importOf(file: string, module: unknown, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  for (const declaration of collect(module, (node) => node.type === 'ImportDeclaration')) {
    const names = listOf(declaration['specifiers']).map((node) => textOf(node['local']));
    const from = textOf(declaration['source']);
    if (from !== undefined && names.includes(name)) {
      return relative(sourceFolder, resolve(sourceFolder, dirname(file), from));
    }
  }
  throw new Error(`${file}: where does ${name} come from?`);
}

function methodsOf(found: Node): Map<string, Mentions> {
  const members = listOf(found['body']).filter((node) => node.type === 'ClassMethod' || node.type === 'ClassProperty');
  return new Map(
    members.flatMap((node) => {
      const name = textOf(node['key']);
      return name === undefined ? [] : [[name, mentionsIn(node)] as const];
    }),
  );
}

function mentionsIn(method: Node): Mentions {
  const own = new Set<string>();
  const inherited = new Set<string>();
  const strings = new Set<string>();
  let isComputed = false;
  const requests: Mentions['requests'][number][] = [];
  walk(method, (node) => {
    if (node.type === 'StringLiteral') strings.add(textOf(node) ?? '');
    if (node.type === 'MemberExpression' && isNode(node['object']) && node['object'].type === 'ThisExpression') {
      const name = propertyOf(node);
      if (name === undefined) isComputed = true;
      else own.add(name);
    }
    if (node.type === 'SuperPropExpression') inherited.add(propertyOf(node) ?? '');
    if (node.type === 'CallExpression') requests.push(...requestIn(node));
  });
  return { own, inherited, strings: isComputed ? strings : new Set(), requests };
}

function requestIn(call: Node): Mentions['requests'] {
  const callee = call['callee'];
  if (!isNode(callee) || callee.type !== 'MemberExpression' || propertyOf(callee) !== 'request') return [];
  const [path, api, verb] = listOf(call['arguments'], 'expression');
  const end = path?.type === 'BinaryExpression' ? path['right'] : path;
  const [pathEnd, apiName, verbName] = [textOf(end), textOf(api), textOf(verb)];
  if (!isNode(end) || end.type !== 'StringLiteral' || !pathEnd || !apiName || !verbName) return [];
  return [{ api: apiName, verb: verbName, pathEnd }];
}

// Reading swc's tree. Its nodes are plain objects, and only `type` is on every one of them.

function propertyOf(member: Node): string | undefined {
  const property = member['property'];
  return isNode(property) && property.type === 'Computed' ? undefined : textOf(property);
}

function textOf(node: unknown): string | undefined {
  return isNode(node) && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function listOf(value: unknown, field?: string): Node[] {
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items.map((item) => (field === undefined ? item : isRecord(item) ? item[field] : undefined)).filter(isNode);
}

function collect(from: unknown, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  walk(from, (node) => {
    if (wanted(node)) found.push(node);
  });
  return found;
}

function walk(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, see);
  else if (isRecord(value)) {
    if (isNode(value)) see(value);
    for (const child of Object.values(value)) walk(child, see);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value['type'] === 'string';
}
