/** The other sides of the agent, as the terminal and a bot reach them: its two sockets. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { socketsOf } from '../../electron/base/paths.ts';
import type { ControlName, ControlParams } from '../../shared/control-api.ts';
import type { GrantInput } from '../../shared/model.ts';
import { passphrase } from './steps.ts';

/** One request of the terminal. */
export async function ask<N extends ControlName>(
  dataDir: string,
  call: N,
  params: ControlParams<N>,
  passphrase?: string,
): Promise<unknown> {
  const socket = connect(socketsOf(dataDir).control);
  socket.write(`${JSON.stringify({ id: 1, call, params, ...(passphrase === undefined ? {} : { passphrase }) })}\n`);
  for await (const line of createInterface({ input: socket })) {
    socket.destroy();
    return JSON.parse(line);
  }
  throw new Error('the control door closed without an answer');
}

/** Makes a bot, as the terminal does. Throws: Error where the agent refuses. */
export async function addBot(
  dataDir: string,
  name: string,
  grants: readonly z.input<typeof GrantInput>[],
): Promise<{ id: string; token: string }> {
  const added = JSON.stringify(await ask(dataDir, 'bot.add', { name, grants: [...grants] }, passphrase));
  const token = /kb_[A-Za-z0-9_-]{43}/.exec(added)?.[0];
  const id = /bot_[a-z2-7]{26}/.exec(added)?.[0];
  if (token === undefined || id === undefined) throw new Error(`the bot was not made: ${added}`);
  return { id, token };
}

/** One call of a bot. */
export function callAsBot(
  dataDir: string,
  token: string,
  key: string,
  method: string,
  args: readonly unknown[],
): Promise<{ status: number; body: string }> {
  const body = JSON.stringify({ method, args });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { socketPath: socketsOf(dataDir).bots, path: `/v1/keys/${key}/call`, method: 'POST', headers };
    const sent = request(options, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, body: text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** One request of a bot, with or without a token. Gives: its answer as JSON. */
export function askAsBot(
  dataDir: string,
  method: 'GET' | 'POST',
  path: string,
  { token, body }: { readonly token?: string; readonly body?: unknown } = {},
): Promise<Record<string, unknown>> {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socketsOf(dataDir).bots, path, method, headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve(JSON.parse(text));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
