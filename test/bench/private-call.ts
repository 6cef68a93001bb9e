import { Agent, type RequestOptions, request } from 'node:http';
import { kraken } from 'ccxt';
import { generateSync } from 'otplib';
import type { Stage } from '../../build/scripts/demo/stage.ts';
import { type Figure, percentile } from './figures.ts';

const labels = { agent: 'practice-extra-1', direct: 'practice-extra-2', resigned: 'practice-extra-3' };

/** fetchBalance one at a time, through the agent, by ccxt alone and by ccxt that the agent re-signs, in turns; each client has a kept connection. */
export async function measurePrivateCall(stage: Stage, rounds: number, calls: number): Promise<Figure[]> {
  const throughAgent = await agentClient(stage);
  const direct = directClient(stage);
  const resigned = await resignedClient(stage);
  for (const call of [throughAgent, direct, resigned]) await series(call, 200);
  const ratios = { p50: [] as number[], p99: [] as number[] };
  const times = { direct: [] as number[], agent: [] as number[], resigned: [] as number[], added: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const alone = await series(direct, calls);
    const agent = await series(throughAgent, calls);
    const anew = await series(resigned, calls);
    times.resigned.push(percentile(anew, 0.5) * 1000);
    times.added.push((percentile(anew, 0.5) - percentile(alone, 0.5)) * 1000);
    times.direct.push(percentile(alone, 0.5) * 1000);
    times.agent.push(percentile(agent, 0.5) * 1000);
    ratios.p50.push(percentile(agent, 0.5) / percentile(alone, 0.5));
    ratios.p99.push(percentile(agent, 0.99) / percentile(alone, 0.99));
  }
  return [
    { what: 'private call, ccxt alone, p50', values: times.direct, unit: 'us', goal: '-' },
    { what: 'private call, through the agent, p50', values: times.agent, unit: 'us', goal: '-' },
    { what: 'private call, by ccxt re-signed by the agent, p50', values: times.resigned, unit: 'us', goal: '-' },
    { what: 'private call, added by re-signing, p50', values: times.added, unit: 'us', goal: 'at most 500' },
    { what: 'private call, agent / ccxt alone, p50', values: ratios.p50, unit: 'x', goal: 'at most 1.0' },
    { what: 'private call, agent / ccxt alone, p99', values: ratios.p99, unit: 'x', goal: 'at most 1.0' },
  ];
}

async function series(call: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return times;
}

/** ccxt as a bot author sets it up, the code made and passed by hand, so that both do the same work. */
function directClient(stage: Stage): () => Promise<unknown> {
  const key = stage.practiceKey(labels.direct);
  const exchange = new kraken({ apiKey: key.apiKey, secret: key.secret, enableRateLimit: false });
  exchange.urls['api'] = {
    ...(exchange.urls['api'] as Record<string, string>),
    public: key.endpoint,
    private: key.endpoint,
  };
  let last = 0;
  exchange.nonce = () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
  const secret = key.twoFactor.secret ?? '';
  let code = { step: 0, text: '' };
  return () => {
    const step = Math.floor(Date.now() / 30_000);
    if (code.step !== step) code = { step, text: generateSync({ secret }) };
    return exchange.fetchBalance({ otp: code.text });
  };
}

/** The same ccxt with nothing but its configuration changed: the address, the token, a secret that signs nothing. */
async function resignedClient(stage: Stage): Promise<() => Promise<unknown>> {
  await stage.keybearer(['key', 'add'], stage.practiceKey(labels.resigned));
  const bot = {
    name: 'resigned',
    doors: ['http'],
    grants: [{ key: labels.resigned, preset: 'trade', symbols: 'any' }],
  };
  const { token } = await stage.json<{ token: string }>(['bot', 'add'], bot);
  const secret = Buffer.alloc(64, 1).toString('base64');
  const exchange = new kraken({ apiKey: token, secret, enableRateLimit: false });
  const place = `${stage.http}/v1/resign/${labels.resigned}/api.kraken.com`;
  exchange.urls['api'] = { ...(exchange.urls['api'] as Record<string, string>), public: place, private: place };
  return () => exchange.fetchBalance();
}

async function agentClient(stage: Stage): Promise<() => Promise<unknown>> {
  await stage.keybearer(['key', 'add'], stage.practiceKey(labels.agent));
  const bot = { name: 'bench', grants: [{ key: labels.agent, preset: 'trade', symbols: 'any' }] };
  const { token } = await stage.json<{ token: string }>(['bot', 'add'], bot);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ method: 'fetchBalance', args: [] });
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  };
  return () =>
    post({ agent, socketPath: stage.socket, path: `/v1/keys/${labels.agent}/call`, method: 'POST', headers }, body);
}

function post(options: RequestOptions, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(text));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
