import type { RawData } from 'ws';
import { z } from 'zod';
import { StreamStop, StreamWatch } from '../../../shared/bot-api.ts';
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { ThingId } from '../../agent/streams/port.ts';
import { readStrictJson } from '../../base/strict-json.ts';
import { refuseToken } from './body.ts';

export type StreamAsk =
  | { readonly kind: 'watch'; readonly id: ThingId; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'stop'; readonly id: ThingId };

/** What a bot sent. Gives: its id, where there is one to be read, and what it asks or why that can't be told. */
export function readMessage(
  data: RawData,
  isBinary: boolean,
): { readonly id: ThingId | undefined; readonly ask: StreamAsk | AppError } {
  let id: ThingId | undefined;
  try {
    if (isBinary) throw new AppError('BODY_INVALID', { detail: 'Messages are JSON in text frames.' });
    const bytes = bytesOf(data);
    refuseToken(bytes);
    const message = readStrictJson(bytes);
    id = z.object({ id: StreamWatch.shape.id }).safeParse(message).data?.id;
    return { id, ask: askOf(message) };
  } catch (fault) {
    return { id, ask: asAppError(fault) };
  }
}

function askOf(message: unknown): StreamAsk {
  const watch = StreamWatch.safeParse(message);
  if (watch.success) return { kind: 'watch', id: watch.data.id, method: watch.data.watch, args: watch.data.args };
  const stop = StreamStop.safeParse(message);
  if (stop.success) return { kind: 'stop', id: stop.data.id };
  throw new AppError('BODY_INVALID', {
    detail: 'A message is { "id": 1, "watch": "watchTicker", "args": ["BTC/USD"] } or { "id": 1, "stop": true }.',
  });
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
