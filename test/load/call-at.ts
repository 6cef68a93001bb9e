import { request } from 'node:http';

/** A bot's call at a door's socket. Gives: the id of what it placed; undefined where that was refused. */
export const callAt = (
  socketPath: string,
  token: string,
  key: string,
  method: string,
  args: readonly unknown[],
): Promise<{ readonly id: string | undefined }> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const sent = request({ socketPath, path: `/v1/keys/${key}/call`, method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ id: JSON.parse(Buffer.concat(parts).toString()).result?.id }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ method, args }));
  });
