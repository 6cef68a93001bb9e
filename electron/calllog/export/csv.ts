/** Comma-separated values, a call a line. Source: RFC 4180. */
import type { ExportedCall } from './call.ts';

const columns: readonly (readonly [string, (call: ExportedCall) => unknown])[] = [
  ...(['time', 'id', 'bot', 'key', 'exchange', 'method', 'endpoint', 'permission', 'symbol', 'side'] as const).map(own),
  ...(['amount', 'price'] as const).map(own),
  ['notional', ({ record }) => record.notional?.amount],
  ['currency', ({ record }) => record.notional?.currency],
  ...(['verdict', 'status', 'sent', 'code', 'exchangeError', 'clientOrderId', 'otp'] as const).map(own),
  ...(['policy', 'approval', 'budget', 'codeWait', 'sign', 'network', 'total'] as const).map(
    (stage): readonly [string, (call: ExportedCall) => unknown] => [
      `${stage}Ms`,
      ({ record }) => record.timings[stage],
    ],
  ),
  ['bytesOut', ({ record }) => record.bytes.out],
  ['bytesIn', ({ record }) => record.bytes.in],
  ['requests', ({ requests }) => requests.length],
];

function own(name: keyof ExportedCall['record']): readonly [string, (call: ExportedCall) => unknown] {
  return [name, ({ record }) => record[name]];
}

export const csvOpening = `${columns.map(([name]) => name).join(',')}\r\n`;

export const csvLine = (call: ExportedCall): string => `${columns.map(([, value]) => cell(value(call))).join(',')}\r\n`;

/** A spreadsheet would run a cell that begins like a formula. Source: OWASP, CSV Injection. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
