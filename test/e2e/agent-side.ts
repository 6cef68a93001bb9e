/** The other sides of the agent, as the terminal and a bot reach them: its two sockets. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { socketsOf } from '../../electron/base/paths.ts';
import type { ControlName, ControlParams } from '../../shared/control-api.ts';

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
