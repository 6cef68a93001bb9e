import { request } from 'node:http';

/** A bot's call at the agent's socket. Gives: the answer. */
export function callAsBot(
  { socket, token }: { readonly socket: string; readonly token: string },
  key: string,
  method: string,
  args: readonly unknown[] = [],
): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const path = `/v1/keys/${key}/call`;
    const sent = request({ socketPath: socket, path, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ method, args }));
  });
}
