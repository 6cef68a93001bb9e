import { type Permission, permissions } from '../../shared/permissions.ts';
import { endpointTables } from './endpoint-tables/index.ts';

/** One endpoint of an exchange, as ccxt lists it, and what a bot needs to have it called. */
export interface Endpoint {
  /** ccxt's implicit method, `privatePostAddOrder`. */
  readonly id: string;
  /** The `api` that ccxt hands to `sign()`. */
  readonly api: string | readonly string[];
  readonly verb: string;
  readonly path: string;
  readonly needs: Permission;
  /** ccxt sends it with nothing of the account's, so it tells anybody the same. */
  readonly isPublic: boolean;
}

/** Paths by what they need, by `api` (its parts joined with dots) and verb: `{ "private POST": { "stream": ["…"] } }`. */
export type EndpointGroups = Readonly<
  Record<string, Readonly<Partial<Record<Permission | 'public', readonly string[]>>>>
>;

/** The endpoints of one exchange. What is not in the table does not exist: both look-ups give `undefined` for it. */
export interface EndpointTable {
  readonly all: readonly Endpoint[];
  /** By an implicit method's name, `privatePostAddOrder` or `private_post_addorder`. */
  byId(name: string): Endpoint | undefined;
  /** By the arguments ccxt gives to `sign(path, api, method)`. */
  bySign(api: unknown, verb: string, path: string): Endpoint | undefined;
}

const loaded = new Map<string, Promise<EndpointTable>>();

/** The permission table of an exchange's endpoints, read once. Takes: ccxt's id; an unknown one gets an empty table. */
export function loadEndpoints(exchangeId: string): Promise<EndpointTable> {
  const known = loaded.get(exchangeId);
  if (known) return known;
  const table = readTable(exchangeId);
  loaded.set(exchangeId, table);
  return table;
}

/** The two names of an endpoint's implicit method. Source: `defineRestApiEndpoint` of ccxt's base class. */
export function namesOf(api: readonly string[], verb: string, path: string): readonly [string, string] {
  const words = path.split(/[^a-zA-Z0-9]/);
  const [first = '', ...rest] = api;
  const lower = verb.toLowerCase();
  const camelCase = [first, ...rest.map(capitalise), capitalise(lower), ...words.map(capitalise)].join('');
  const snakeWords = words.filter((word) => word.length > 0).map((word) => word.toLowerCase());
  return [camelCase, `${[first, ...rest].join('_')}_${lower}_${snakeWords.join('_')}`];
}

async function readTable(exchangeId: string): Promise<EndpointTable> {
  const load = Object.hasOwn(endpointTables, exchangeId) ? endpointTables[exchangeId] : undefined;
  const all = load ? endpointsIn((await load()).default) : [];
  const ids = new Map(
    all.flatMap((endpoint) =>
      namesOf(partsOf(endpoint.api), endpoint.verb, endpoint.path).map((name) => [name, endpoint] as const),
    ),
  );
  const signs = new Map(
    all.map((endpoint) => [`${partsOf(endpoint.api).join('.')} ${endpoint.verb} ${endpoint.path}`, endpoint]),
  );
  return {
    all,
    byId: (name) => ids.get(name),
    bySign: (api, verb, path) => {
      const group = groupOf(api);
      return group === undefined ? undefined : signs.get(`${group} ${verb} ${path}`);
    },
  };
}

function endpointsIn(groups: Readonly<Record<string, unknown>>): Endpoint[] {
  return Object.entries(groups).flatMap(([group, byNeed]) => {
    const [joined = '', verb = ''] = group.split(' ');
    const parts = joined.split('.');
    return entriesOf(byNeed).flatMap(([need, paths]) =>
      listOf(paths).map((path) => ({
        id: namesOf(parts, verb, path)[0],
        api: parts.length > 1 ? parts : joined,
        verb,
        path,
        needs: needOf(need),
        isPublic: need === 'public',
      })),
    );
  });
}

function needOf(text: string): Permission {
  const needs = permissions.find((permission) => permission === (text === 'public' ? 'market.read' : text));
  if (needs === undefined) throw new Error(`endpoint table: no permission is called ${text}`);
  return needs;
}

function groupOf(api: unknown): string | undefined {
  if (typeof api === 'string') return api.includes('.') ? undefined : api;
  return Array.isArray(api) && api.length > 1 && api.every((part) => typeof part === 'string')
    ? api.join('.')
    : undefined;
}

function partsOf(api: Endpoint['api']): readonly string[] {
  return typeof api === 'string' ? [api] : api;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
