import { methodOf } from '../../../shared/methods.ts';
import type { Permission } from '../../../shared/permissions.ts';
import { type ClassSource, chainsOf, type Mentions } from './ccxt-source.ts';
import { landmarkOf } from './landmarks.ts';
import type { ListedEndpoint } from './listed.ts';

/** Who calls an endpoint: the methods that classify themselves, and what each of them needs. */
export type Callers = ReadonlyMap<string, ReadonlyMap<string, Permission>>;

/**
 * For each endpoint of an exchange, every classified method that reaches it, straight or through helpers.
 * A walk ends at the next classified method: that createOrder loads the markets doesn't make them an order.
 */
export function callersOf(exchangeId: string, listed: readonly ListedEndpoint[]): Callers {
  const callers = new Map<string, Map<string, Permission>>();
  const idOf = new Map(listed.flatMap(({ id, names }) => names.map((name) => [name, id] as const)));
  for (const chain of chainsOf(exchangeId)) {
    const names = new Set(chain.flatMap((source) => [...source.methods.keys()]));
    for (const name of names) {
      const needs = needsOf(name);
      if (needs === undefined) continue;
      for (const id of reachedFrom(name, chain, idOf, listed)) {
        const methods = callers.get(id) ?? new Map<string, Permission>();
        callers.set(id, methods.set(name, needs));
      }
    }
  }
  return callers;
}

function needsOf(name: string): Permission | undefined {
  return methodOf(name)?.needs ?? landmarkOf(name);
}

function reachedFrom(
  root: string,
  chain: readonly ClassSource[],
  idOf: ReadonlyMap<string, string>,
  listed: readonly ListedEndpoint[],
): Set<string> {
  const reached = new Set<string>();
  const seen = new Set<Mentions>();
  const enter = (name: string, from: number): void => {
    const at = chain.findIndex((source, index) => index >= from && source.methods.has(name));
    const mentions = chain[at]?.methods.get(name);
    if (mentions === undefined || seen.has(mentions)) return;
    seen.add(mentions);
    for (const text of [...mentions.own, ...mentions.strings]) {
      const id = idOf.get(text);
      if (id !== undefined) reached.add(id);
    }
    for (const request of mentions.requests) for (const id of builtBy(request, listed)) reached.add(id);
    for (const next of mentions.own) if (needsOf(next) === undefined) enter(next, 0);
    for (const next of mentions.inherited) if (next === name || needsOf(next) === undefined) enter(next, at + 1);
  };
  enter(root, 0);
  return reached;
}

function builtBy(request: Mentions['requests'][number], listed: readonly ListedEndpoint[]): string[] {
  return listed
    .filter(
      ({ api, verb, path }) => api.join('.') === request.api && verb === request.verb && path.endsWith(request.pathEnd),
    )
    .map(({ id }) => id);
}
