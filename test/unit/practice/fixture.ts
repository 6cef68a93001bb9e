import { createHash, createHmac } from 'node:crypto';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';

export interface Reply {
  readonly status: number;
  readonly error: readonly string[];
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Extra {
  readonly nonce?: string;
  readonly otp?: string;
  readonly secret?: string;
  readonly asJson?: boolean;
  readonly timeMs?: number;
}

/** 2026-03-02T10:00:00Z: the moment at which every test's exchange starts. */
export const startMs = Date.UTC(2026, 2, 2, 10);

/** An exchange whose clock stands still until it is set, and a client that signs with few lines of its own. */
export async function open(seed?: string) {
  let nowMs = startMs;
  let nonce = 1;
  const practice = await startPractice({ port: 0, now: () => nowMs, ...(seed === undefined ? {} : { seed }) });
  const keyOf = (label: string) => {
    const key = practice.keys.find((candidate) => candidate.label === label);
    if (key === undefined) throw new Error(`no key ${label}`);
    return key;
  };
  const codeFor = (label: string, timeMs = nowMs): string => {
    const second = keyOf(label).twoFactor;
    if (second.kind === 'totp') return codeAt(readBase32(second.secret), stepOf(timeMs));
    return second.kind === 'password' ? second.password : '';
  };
  /** Calls a private method with everything as it should be, but for what `extra` says. */
  const call = async (label: string, method: string, params: object = {}, extra: Extra = {}): Promise<Reply> => {
    const key = keyOf(label);
    nonce += 1;
    const otp = extra.otp ?? codeFor(label, extra.timeMs);
    const fields = { nonce: extra.nonce ?? String(nonce), ...params, ...(otp === '' ? {} : { otp }) };
    const body =
      extra.asJson === true ? JSON.stringify(fields) : new URLSearchParams(Object.entries(fields)).toString();
    const path = `/0/private/${method}`;
    const digest = createHash('sha256').update(`${fields.nonce}${body}`).digest();
    const sign = createHmac('sha512', Buffer.from(extra.secret ?? key.secret, 'base64'))
      .update(path)
      .update(digest);
    const response = await fetch(`${practice.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'api-key': key.apiKey,
        'api-sign': sign.digest('base64'),
        'content-type': extra.asJson === true ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body,
    });
    return reply(response);
  };
  const control = async (name: string, body: object | string = {}): Promise<Response> =>
    fetch(`${practice.admin}/practice/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const read = async (path: string, init?: RequestInit): Promise<Reply> =>
    reply(await fetch(`${practice.url}/0/public/${path}`, init));
  const errorOf = async (...given: Parameters<typeof call>): Promise<string> => (await call(...given)).error.join();
  return {
    practice,
    keyOf,
    codeFor,
    call,
    errorOf,
    control,
    read,
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

export type Bench = Awaited<ReturnType<typeof open>>;
export type { Practice };

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = text.startsWith('{') ? JSON.parse(text) : { error: [], result: undefined };
  return { status: response.status, error: body.error ?? [], result: body.result };
}
