/** A trading bot as somebody else would write it: HTTP on the agent's socket, with nothing but a token. */
import { request } from 'node:http';
import type { Stage } from './stage.ts';

export interface Bot {
  readonly token: string;
  call<T = unknown>(key: string, method: string, args?: readonly unknown[]): Promise<T>;
  /** The error code that the agent answers with. Throws where it doesn't refuse. */
  refusal(key: string, method: string, args: readonly unknown[]): Promise<string>;
}

export async function makeBot(stage: Stage, keys: readonly string[]): Promise<Bot> {
  const grants = keys.map((key) => ({ key, preset: 'trade', symbols: ['BTC/USD'] }));
  const { token } = await stage.json<{ token: string }>(['bot', 'add'], { name: 'grid-1', grants });
  const send = (key: string, method: string, args: readonly unknown[]) =>
    post(stage.socket, token, `/v1/keys/${key}/call`, { method, args });
  return {
    token,
    async call<T>(key: string, method: string, args: readonly unknown[] = []) {
      const { status, answer } = await send(key, method, args);
      if (status !== 200)
        throw new Error(`${method} was refused: ${String(answer['code'])} ${String(answer['detail'])}`);
      return answer['result'] as T;
    },
    async refusal(key, method, args) {
      const { status, answer } = await send(key, method, args);
      if (status === 200) throw new Error(`${method} should have been refused`);
      return `${status} ${String(answer['code'])}`;
    },
  };
}

interface Reply {
  readonly status: number;
  readonly answer: Record<string, unknown>;
}

function post(socketPath: string, token: string, path: string, body: unknown): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const sent = request({ socketPath, path, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, answer: JSON.parse(text) as Record<string, unknown> }),
      );
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
