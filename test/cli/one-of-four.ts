/** One of several bots on one key: calls as fast as it can, and prints what its calls came to. */
import { request } from 'node:http';
import ccxt from 'ccxt';
import { codeAt, readBase32, stepOf } from '../../electron/practice/code.ts';

const [mode, place = '', token = '', secret = '', seed = '', calls = '0'] = process.argv.slice(2);
const key = 'practice-unlimited';

const direct = new ccxt.kraken({ apiKey: token, secret, enableRateLimit: false });
direct.urls['api'] = { public: place, private: place };

async function alone(): Promise<string> {
  try {
    await direct.fetchBalance({ otp: codeAt(readBase32(seed), stepOf(Date.now())) });
    return 'ok';
  } catch (fault) {
    return fault instanceof Error ? fault.constructor.name : 'fault';
  }
}

function throughTheAgent(): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const options = { socketPath: place, path: `/v1/keys/${key}/call`, method: 'POST', headers };
    const sent = request(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(response.statusCode === 200 ? 'ok' : String(JSON.parse(text).code)));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ method: 'fetchBalance', args: [] }));
  });
}

const counts: Record<string, number> = {};
const call = mode === 'direct' ? alone : throughTheAgent;
if (mode === 'direct') await direct.loadMarkets();
for (let n = 0; n < Number(calls); n += 1) {
  const outcome = await call();
  counts[outcome] = (counts[outcome] ?? 0) + 1;
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
