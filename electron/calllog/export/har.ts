/** HTTP Archive 1.2: a private request an entry, so that a browser's network panel shows where the time went. */
import { version } from '../../base/version.ts';
import type { ExportedCall, ExportedRequest } from './call.ts';

const creator = { name: 'Keybearer', version };

export const harOpening = `{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[`;
export const harClosing = ']}}\n';

/** A call that sent nothing, because it was denied, stands there as one entry all the same. */
export function harEntries(call: ExportedCall): string[] {
  const { requests } = call;
  return (requests.length === 0 ? [unsent(call)] : requests).map((one) => JSON.stringify(entryOf(call, one)));
}

function unsent({ record, request }: ExportedCall): ExportedRequest {
  const { status, sent, code, timings, verdict } = record;
  const endpoint = record.endpoint ?? record.method ?? 'none';
  const said = { n: 0, endpoint, permission: record.permission ?? 'market.read', verdict, status, sent, code };
  return { ...said, otp: false, timings, at: Date.parse(record.time), request, response: null };
}

function entryOf({ record }: ExportedCall, one: ExportedRequest): unknown {
  const { policy, approval, budget, codeWait, sign, network } = one.timings;
  const blocked = sum(policy, approval, budget, codeWait);
  const [send, wait] = [sign ?? 0, network ?? 0];
  return {
    startedDateTime: new Date(one.at).toISOString(),
    time: sum(blocked, send, wait),
    request: requestOf(record.exchange, one),
    response: responseOf(one),
    cache: {},
    timings: { blocked, dns: -1, connect: -1, ssl: -1, send, wait, receive: 0 },
    comment: [record.bot, record.key, record.method, record.exchangeError].filter((said) => said !== null).join(', '),
    ...{ _callId: record.id, _bot: record.bot, _key: record.key, _permission: one.permission, _verdict: one.verdict },
    ...{ _status: one.status, _sent: one.sent, _code: one.code, _otp: one.otp },
  };
}

/** The address is made up, on a name that can never exist: the real one may hold what is private. Source: RFC 2606. */
function requestOf(exchange: string | null, { endpoint, request }: ExportedRequest): unknown {
  const text = JSON.stringify(request);
  return {
    method: /(?:^|[a-z0-9])(Get|Post|Put|Delete|Patch)(?=[A-Z0-9/]|$)/.exec(endpoint)?.[1]?.toUpperCase() ?? 'POST',
    url: `https://${encodeURIComponent(exchange ?? 'unknown')}.invalid/${encodeURIComponent(endpoint.toWellFormed())}`,
    ...nothingKnown,
    queryString: [],
    ...(request === null ? {} : { postData: { mimeType: 'application/json', params: [], text } }),
    bodySize: -1,
  };
}

/** The log keeps no status of HTTP: 200 where the exchange took the request, 0 where it did not. */
function responseOf({ status, code, response }: ExportedRequest): unknown {
  const text = response === null ? '' : JSON.stringify(response);
  return {
    status: status === 'ok' ? 200 : 0,
    statusText: code ?? status,
    ...nothingKnown,
    content: { size: Buffer.byteLength(text), mimeType: 'application/json', text },
    redirectURL: '',
    bodySize: -1,
  };
}

const nothingKnown = { httpVersion: 'HTTP/1.1', cookies: [], headers: [], headersSize: -1 };

const sum = (...parts: readonly (number | null)[]): number =>
  Math.round(parts.reduce<number>((all, part) => all + (part ?? 0), 0) * 1000) / 1000;
