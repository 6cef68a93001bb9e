import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { type AppError, toProblem } from '../../../shared/errors.ts';
import { toJson } from '../../base/to-json.ts';

/** An answer of the door, before it is written in one of the three ways: by Fastify, by node:http, on a bare socket. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const resultHeaders = { 'content-type': 'application/json; charset=utf-8', ...always };

/** A result as ccxt gives it: no `undefined`, null for what is no finite number, big integers as strings. */
export const resultAnswer = (value: unknown): Answer =>
  value instanceof Replay
    ? { status: 200, headers: { ...resultHeaders, ...replayHeader }, body: toJson(value.answer) ?? 'null' }
    : { status: 200, headers: resultHeaders, body: toJson(value) ?? 'null' };

/** The answer to an earlier request of the same Idempotency-Key. */
export class Replay {
  readonly answer: unknown;

  constructor(answer: unknown) {
    this.answer = answer;
  }
}

const replayHeader = { 'idempotent-replay': 'true' };

/** Source: RFC 9457 section 3; RFC 9110 sections 10.2.3 and 11.6.1. */
export function problemAnswer(error: AppError): Answer {
  const problem = toProblem(error);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', ...always };
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer';
  if (problem.retryAfterMs !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil(problem.retryAfterMs / 1000)));
  if (error.details.isReplay === true) Object.assign(headers, replayHeader);
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

/** Writes an answer where Fastify has not come to it. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Writes past Fastify, which would add a charset to problem+json and go over the headers once more. */
export function answer(reply: FastifyReply, ready: Answer): void {
  reply.hijack();
  send(reply.raw, ready);
}

/** An answer as it goes on a socket whose request could not be parsed; the connection ends with it. */
export function asText({ status, headers, body }: Answer): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`;
}
