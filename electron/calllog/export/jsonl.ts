/** JSON Lines: the record of a call with what was sent and what came back, one a line. */
import type { ExportedCall } from './call.ts';

export function jsonLine({ record, request, requests }: ExportedCall): string {
  const own = requests.map(({ at: _, ...one }) => one);
  return `${JSON.stringify({ ...record, request, requests: own })}\n`;
}
