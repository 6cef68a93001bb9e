/** An exchange that answers every private request with the secrets of the key that asks, spelled in many ways. */
import { createServer } from 'node:http';
import { formsOf, type Planted } from './scan.ts';

export interface EchoExchange extends AsyncDisposable {
  readonly url: string;
  /** How many answers held secrets. */
  readonly echoes: number;
}

/** The spellings that an exchange's words may come in; the scanner looks for more. */
const spellings =
  /^(plain|JSON|hex|hex in capitals|base64|base64url|percent-encoded)$|^the bytes inside in (hex|base64|base64url)$/;

/**
 * A place for one key: it knows who asks also where a request is not signed.
 * Takes: upstream = where public requests of Kraken's go, so that ccxt gets its markets; secrets = what the exchange knows of who asks.
 */
export async function startEchoExchange(
  upstream: string,
  secrets: (asked: string) => readonly Planted[],
): Promise<EchoExchange> {
  let echoes = 0;
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(Buffer.from(part));
    const path = incoming.url ?? '/';
    if (path.startsWith('/0/public')) {
      const answer = await fetch(`${upstream}${path}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    echoes += 1;
    const asked = `${path} ${JSON.stringify(incoming.headers)} ${Buffer.concat(parts).toString('utf8')}`;
    answerWith(`${secrets(asked).flatMap(spelled).join(' ')} ${asked}`, echoes, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get echoes() {
      return echoes;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const spelled = (secret: Planted): string[] =>
  [...formsOf(secret)].filter(([form]) => spellings.test(form)).map(([, bytes]) => bytes.toString('utf8'));

/** As an error of Kraken's, as one of others', as a web page and as names of members, in turns. */
function answerWith(
  text: string,
  turn: number,
  response: { writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown } },
): void {
  const json = { 'content-type': 'application/json' };
  const words = `Invalid key: ${text}`;
  const errors = { error: [`EAPI:${words}`], code: '50111', msg: words, message: words, retCode: 10003, retMsg: words };
  if (turn % 4 === 1) response.writeHead(200, json).end(JSON.stringify(errors));
  else if (turn % 4 === 2) response.writeHead(400, json).end(JSON.stringify({ [words]: words, ...errors }));
  else if (turn % 4 === 3) response.writeHead(502, { 'content-type': 'text/html' }).end(`<h1>${words}</h1>`);
  else
    response.writeHead(200, json).end(JSON.stringify({ error: [], result: { [text]: text }, data: [text], code: '0' }));
}
