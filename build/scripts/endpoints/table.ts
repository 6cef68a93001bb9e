import { additions } from '../../../electron/exchange/endpoint-additions.ts';
import { type EndpointGroups, namesOf } from '../../../electron/exchange/endpoints.ts';
import { type Permission, permissions, stricter } from '../../../shared/permissions.ts';
import { callersOf } from './callers.ts';
import { endpointsOf, type ListedEndpoint } from './listed.ts';
import { unsignedOf } from './signing.ts';

type Need = Permission | 'public';
type NeedsOfCallers = readonly Permission[];

const reads: readonly Permission[] = ['market.read', 'account.read', 'orders.read'];

// Uncalled by anything that says what they are for, these let money or authority leave.
const leaving =
  /withdraw|transfer|api[-_]?key|sub[-_/]?(account|user|member)|gift[-_]?card|red[-_]?packet|payout|payment|send|white-?list|approved[-_]?address/i;

// ccxt signs these with nothing because the secret, or what was signed with it, stands in their parameters.
const carriesSecret = /auth|2fa|log-?(in|out)|sign-?in|registration|password|session-?key|broadcast/i;

/** The table of one exchange's endpoints, made from ccxt's source, ccxt's signing and the checked-in additions. */
export function tableOf(exchangeId: string): EndpointGroups {
  const listed = endpointsOf(exchangeId);
  const callers = callersOf(exchangeId, listed);
  const unsigned = unsignedOf(exchangeId, listed);
  const groups: Record<string, Record<string, string[]>> = {};
  const rest = addedTo(exchangeId);
  for (const endpoint of listed) {
    checkNames(exchangeId, endpoint);
    const needs = [...(callers.get(endpoint.id)?.values() ?? [])];
    const found = isPublic(endpoint, unsigned, needs) ? 'public' : needOf(endpoint, needs);
    const key = `${endpoint.api.join('.')} ${endpoint.verb}`;
    const added = rest.get(`${key} ${endpoint.path}`);
    rest.delete(`${key} ${endpoint.path}`);
    groups[key] ??= {};
    const need = settle(exchangeId, endpoint, found, added);
    groups[key][need] = [...(groups[key][need] ?? []), endpoint.path];
  }
  if (rest.size > 0)
    throw new Error(`${exchangeId}: endpoint-additions.ts names what ccxt does not have: ${[...rest.keys()]}`);
  return inOrder(groups);
}

function isPublic(
  { id, api, verb, path }: ListedEndpoint,
  unsigned: ReadonlySet<string>,
  needs: NeedsOfCallers,
): boolean {
  if (!unsigned.has(id) || api.some((part) => /private/i.test(part)) || carriesSecret.test(path)) return false;
  const isNamedPublic = api.some((part) => /public|^pub$/i.test(part));
  if (verb === 'GET') return isNamedPublic || needs.every((need) => need === 'market.read');
  // Nothing about a POST says that it only reads, but that whoever calls it only reads.
  return isNamedPublic && needs.length > 0 && needs.every((need) => reads.includes(need));
}

function needOf({ api, path }: ListedEndpoint, needs: NeedsOfCallers): Permission | undefined {
  const text = `${api.join('.')}.${path}`;
  const [first, ...more] = needs;
  if (first === undefined) return undefined;
  const strictest = more.reduce(stricter, first);
  // Some exchanges call a transfer to another wallet a withdrawal, and the endpoint can't tell us where it goes.
  return !reads.includes(strictest) && /withdraw/i.test(text) ? 'funds.withdraw' : strictest;
}

function needOfUncalled({ api, path }: ListedEndpoint): Permission {
  return leaving.test(`${api.join('.')}.${path}`) ? 'funds.withdraw' : 'raw';
}

function settle(
  exchangeId: string,
  endpoint: ListedEndpoint,
  found: Need | undefined,
  added: Permission | undefined,
): Need {
  if (added === undefined) return found ?? needOfUncalled(endpoint);
  if (found === 'public' || (found !== undefined && stricter(found, added) !== added)) {
    throw new Error(`${exchangeId}: ${endpoint.id} needs ${found}, and an addition would make it ${added}`);
  }
  return added;
}

function addedTo(exchangeId: string): Map<string, Permission> {
  const added = new Map<string, Permission>();
  for (const [group, byNeed] of Object.entries(additions[exchangeId] ?? {})) {
    for (const need of permissions) for (const path of byNeed[need] ?? []) added.set(`${group} ${path}`, need);
  }
  return added;
}

function inOrder(groups: Record<string, Record<string, string[]>>): EndpointGroups {
  return Object.fromEntries(
    Object.entries(groups).map(([key, byNeed]) => [
      key,
      Object.fromEntries(['public', ...permissions].flatMap((need) => (byNeed[need] ? [[need, byNeed[need]]] : []))),
    ]),
  );
}

// electron/exchange/endpoints.ts makes the names anew, since it must not load ccxt to look one up.
function checkNames(exchangeId: string, { api, verb, path, names }: ListedEndpoint): void {
  const [camelCase, snakeCase] = namesOf(api, verb, path);
  if (names[0] !== camelCase || names[1] !== snakeCase)
    throw new Error(`${exchangeId}: ${names} is not ${camelCase}, ${snakeCase}`);
}
