import fc from 'fast-check';
import type { Endpoint } from '../../../electron/exchange/endpoints.ts';
import { randomParameters, randomSegment } from './random.ts';

export const kinds = ['minimal', 'realistic', 'typed', 'hostile'] as const;
export type Kind = (typeof kinds)[number];

const given: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  minimal: {},
  realistic: { symbol: 'BTC-USDT', side: 'buy', type: 'limit', amount: '0.015', price: '50000.5', limit: 50 },
  typed: {
    ...{ count: 3, ratio: 0.25, tiny: 1e-7, big: 123456789012, isOpen: true, isClosed: false },
    ...{ ids: ['a1', 'b2'], one: ['c3'], nested: { type: 'stop', deep: { price: '1.5' } }, text: '007' },
  },
  hostile: {
    ...{ blank: 'a b', plus: 'a+b', and: 'a&b=c', percent: '100%25', hash: 'a#b', quote: '"\'<>`', slash: '../..\\x' },
    ...{
      letters: 'é漢😀',
      empty: '',
      list: '[1,2]',
      object: '{"a":1}',
      'name[x]': 'y',
      constructor: 'z',
      nothing: null,
    },
  },
};

/** Parameters of a kind for an endpoint, those of its path included. */
export function parametersOf(kind: Kind, { path }: Endpoint): Record<string, unknown> {
  const names = [...path.matchAll(/\{([\w-]+)\}/g)].map(([, name = '']) => name);
  const value = kind === 'hostile' ? 'Z9~!$*' : kind === 'typed' ? 4711 : 'BTC-USDT';
  return { ...Object.fromEntries(names.map((name) => [name, value])), ...given[kind] };
}

const samples = 4096;
const random = fc.sample(fc.tuple(randomParameters, randomSegment), { numRuns: samples, seed: 45_084 });

/** Takes: at = which of 4,096 random parameters, the same in every run. */
export function randomParametersOf(at: number, { path }: Endpoint): Record<string, unknown> {
  const [given, segment] = random[at % samples] ?? [{}, 'x'];
  const names = [...path.matchAll(/\{([\w-]+)\}/g)].map(([, name = '']) => name);
  return { ...given, ...Object.fromEntries(names.map((name) => [name, segment])) };
}
