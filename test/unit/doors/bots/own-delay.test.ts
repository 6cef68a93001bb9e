import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { forgiveOwnDelay } from '../../../../electron/doors/bots/own-delay.ts';

const [headersTimeout, requestTimeout, intervalMs] = [200, 400, 50];
const server = createServer(
  { headersTimeout, requestTimeout, connectionsCheckingInterval: intervalMs },
  (_request, response) => response.end('here'),
);
forgiveOwnDelay(server, () => performance.now(), intervalMs);
server.listen(0, '127.0.0.1');
afterAll(() => server.close());

/** Sends this at once. Gives: the first line of the answer. */
async function say(text: string): Promise<string> {
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).split('\r\n')[0] ?? '';
}

function beBusy(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

test('what had come while this thread was busy is not late', async () => {
  const whole = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  for (let turn = 0; turn < 5; turn += 1) {
    server.prependOnceListener('connection', () => beBusy(600));
    expect(await say(whole)).toBe('HTTP/1.1 200 OK');
  }
});

test('what does not come is late all the same', async () => {
  const begun = performance.now();
  expect(await say('GET / HTTP/1.1\r\nHo')).toBe('HTTP/1.1 408 Request Timeout');
  expect(performance.now() - begun).toBeGreaterThan(headersTimeout - intervalMs);
});
