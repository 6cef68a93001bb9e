/** A request of the log as a curl command that anybody can read: nothing secret is in the log, so names stand in its place. */

const krakenBase = 'https://api.kraken.com';

/** Takes: endpoint = ccxt's name of it (`privatePostAddOrder`); request = what the log shows of its parameters. */
export function curlOf(exchange: string | null, endpoint: string, request: unknown, hasCode: boolean): string {
  const fields = [...fieldsOf(request), ...(hasCode ? [['otp', 'ONE_TIME_CODE'] as const] : [])];
  const data = [['nonce', 'NONCE'] as const, ...fields].map(
    ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`,
  );
  return [`curl -X ${verbOf(endpoint)} ${quoted(addressOf(exchange, endpoint))}`, ...headersOf(exchange), ...data].join(
    ' \\\n  ',
  );
}

const headersOf = (exchange: string | null): string[] =>
  exchange === 'kraken'
    ? ["-H 'API-Key: YOUR_API_KEY'", "-H 'API-Sign: SIGNATURE'"]
    : ["-H 'YOUR-KEY-HEADER: YOUR_API_KEY'", "-H 'YOUR-SIGNATURE-HEADER: SIGNATURE'"];

/** The address that the log knows is made up for every exchange but Kraken. */
function addressOf(exchange: string | null, endpoint: string): string {
  if (exchange !== 'kraken') return `https://ADDRESS-OF-${exchange ?? 'THE-EXCHANGE'}/${endpoint}`;
  const name = endpoint.replace(/^private(?:Post|Get)/, '').replace(/^Earn(?=[A-Z])/, 'Earn/');
  return `${krakenBase}/0/private/${name}`;
}

const verbOf = (endpoint: string): string =>
  /(?:^|[a-z0-9])(Get|Post|Put|Delete|Patch)(?=[A-Z0-9/]|$)/.exec(endpoint)?.[1]?.toUpperCase() ?? 'POST';

/** What the agent adds by itself is not repeated. */
const added: ReadonlySet<string> = new Set(['nonce', 'otp']);

function fieldsOf(request: unknown): (readonly [string, string])[] {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return [];
  return Object.entries(request)
    .filter(([name, value]) => !added.has(name) && value !== null)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
}

/** For a POSIX shell: nothing within single quotes is looked at. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
