import type { Marked, Match } from './matchers.ts';
import { type CarrierPart, carrierParts, partsOf } from './parts.ts';
import { moments, type Signer } from './signer.ts';
import { isList, isObject, type Json, sameJson } from './trees.ts';
import { type View, viewOf, wireOf } from './view.ts';

/**
 * A part that `sign()` adds by itself. `account` and `moment`: differ with the credentials or the clock, as a signature and a
 * nonce do, and say nothing of what is wanted. `drawn`: an id made at random where the bot gave none. `fixed`: always the
 * same where the bot gave none. `name`: fixed, and says which endpoint is meant.
 */
export type OwnPart =
  | { readonly kind: 'account' | 'moment' | 'drawn' }
  | { readonly kind: 'fixed' | 'name'; readonly value: Json };

export interface OwnParts {
  readonly query: ReadonlyMap<string, OwnPart>;
  readonly body: ReadonlyMap<string, OwnPart>;
  readonly payload: ReadonlyMap<string, OwnPart>;
  readonly headers: ReadonlyMap<string, OwnPart>;
  /** Where parameters go. `under` = the member of the body that holds them (cryptocom). */
  readonly under: string | undefined;
  /** Does the account show in it at all? */
  readonly isSigned: boolean;
}

/** Is it thrown away with the bot's signature? */
export const isOfSigning = (part: OwnPart | undefined): boolean => part?.kind === 'account' || part?.kind === 'moment';

const probeName = 'zqprobeqz';

/** Signs an endpoint with nothing but marks in its path. Gives: undefined where ccxt does not sign that. */
export function readOwnParts(marked: Marked, signer: Signer): OwnParts | undefined {
  const { endpoint, marks } = marked;
  const give = (more: object): unknown => (marked.isList ? [{ ...marks, ...more }] : { ...marks, ...more });
  const views = [moments.first, moments.later, moments.rekeyed, moments.redrawn].flatMap((moment) => {
    const signed = signer.sign(endpoint, give({}), moment);
    return signed === undefined ? [] : [viewOf(wireOf(signed), 'space')];
  });
  const [first, later, rekeyed, redrawn] = views;
  if (first === undefined || later === undefined || rekeyed === undefined || redrawn === undefined) return undefined;
  const isNameOf = (value: Json): boolean => typeof value === 'string' && namesEndpoint(value, marked);
  const read = (part: CarrierPart): ReadonlyMap<string, OwnPart> => {
    const [one, ...others] = [first, redrawn, later, rekeyed].map((view) => partsOf(view, part));
    const names = new Set([first, later, rekeyed, redrawn].flatMap((view) => [...partsOf(view, part).keys()]));
    const own = [...names].filter((name) => !Object.hasOwn(marks, name));
    return new Map(
      own.map((name) => [
        name,
        ownPartOf(
          name,
          one?.get(name),
          others.map((parts) => parts.get(name)),
          isNameOf,
        ),
      ]),
    );
  };
  const own = { query: read('query'), body: read('body'), payload: read('payload'), headers: read('headers') };
  return {
    ...own,
    under: marked.isList ? undefined : memberThatHolds(signer.sign(endpoint, give({ [probeName]: '1' }))),
    isSigned: carrierParts.some((part) => [...own[part].values()].some(({ kind }) => kind === 'account')),
  };
}

/** The same parts with what the path of a request says in the place of the marks. */
export function ownPartsIn(own: OwnParts, { marks, pathParams }: Match): OwnParts {
  const names = Object.keys(marks);
  if (names.length === 0) return own;
  const filled = (value: Json): Json => {
    if (typeof value === 'string')
      return names.reduce((text, name) => text.replace(marks[name] ?? '', () => pathParams[name] ?? ''), value);
    if (isList(value)) return value.map(filled);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member)]))
      : value;
  };
  const fill = (parts: ReadonlyMap<string, OwnPart>): ReadonlyMap<string, OwnPart> =>
    new Map([...parts].map(([name, part]) => [name, 'value' in part ? { ...part, value: filled(part.value) } : part]));
  return {
    ...own,
    query: fill(own.query),
    body: fill(own.body),
    payload: fill(own.payload),
    headers: fill(own.headers),
  };
}

/** Takes: others = the same part redrawn, later, and of another account. */
function ownPartOf(
  name: string,
  value: Json | undefined,
  others: readonly (Json | undefined)[],
  isNameOf: (value: Json) => boolean,
): OwnPart {
  const [isRedrawn, isLater, isRekeyed] = others.map(
    (other) => value === undefined || other === undefined || !sameJson(value, other),
  );
  if (isRekeyed) return { kind: 'account' };
  if (value === undefined || isLater) return { kind: 'moment' };
  if (isRedrawn) return { kind: /nonce/i.test(name) ? 'moment' : 'drawn' };
  return { kind: isNameOf(value) ? 'name' : 'fixed', value };
}

function namesEndpoint(value: string, { endpoint, marks }: Marked): boolean {
  const path = endpoint.path.replace(/\{([\w-]+)\}/g, (whole, name: string) => marks[name] ?? whole);
  return path !== '' && value.includes(path);
}

function memberThatHolds(signed: ReturnType<Signer['sign']>): string | undefined {
  if (signed?.body === undefined || !signed.body.includes(probeName)) return undefined;
  const view: View = viewOf(wireOf(signed), 'space');
  if (view.body.kind !== 'json') return undefined;
  for (const [name, value] of partsOf(view, 'body'))
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, probeName)) return name;
  return undefined;
}
