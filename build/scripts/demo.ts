/** `npm run demo`: the main job from end to end, through the real commands, in a temporary folder. */
import { type Bot, makeBot } from './demo/bot.ts';
import { placeWithoutCode } from './demo/plain-ccxt.ts';
import { block, note, say, step, title, verdict } from './demo/print.ts';
import { type Stage, startStage } from './demo/stage.ts';

const keep = process.argv.includes('--keep');

/** The demo's cast, out of what the practice exchange prints. */
const labels = { app: 'practice-totp', password: 'practice-password', mobile: 'practice-mobile' };

async function addKeys(stage: Stage): Promise<void> {
  step(
    'Three API keys go into the vault: one with an authenticator app, one with a fixed password, one used on the phone',
  );
  for (const label of Object.values(labels)) {
    await stage.keybearer(['key', 'add'], stage.practiceKey(label));
    note(`key add  ${label}`);
  }
  step('May they have two-factor authentication?');
  for (const key of await stage.json<KeyRow[]>(['key', 'list'])) verdict(key.label, key.verdict.id, key.verdict.reason);
}

interface KeyRow {
  readonly label: string;
  readonly verdict: { readonly id: string; readonly reason: string };
}

async function trade(bot: Bot): Promise<void> {
  step(`The bot reads its balance with "${labels.app}". It holds a token, no key, no secret, no code`);
  const balance = await bot.call<{ total: Record<string, unknown> }>(labels.app, 'fetchBalance');
  const held = Object.entries(balance.total).filter(([, amount]) => Number(amount) > 0);
  note(held.map(([currency, amount]) => `${currency} ${String(amount)}`).join('   '));

  step('It places a limit order, lists its open orders, and cancels it');
  const ticker = await bot.call<{ last: number }>(labels.app, 'fetchTicker', ['BTC/USD']);
  const price = Math.round(ticker.last * 0.8);
  const order = await bot.call<{ id: string }>(labels.app, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, price]);
  note(`createOrder      buy 0.01 BTC at ${price} USD -> ${order.id}`);
  const open = await bot.call<{ id: string }[]>(labels.app, 'fetchOpenOrders', ['BTC/USD']);
  note(`fetchOpenOrders  ${open.map(({ id }) => id).join(', ')}`);
  await bot.call(labels.app, 'cancelOrder', [order.id, 'BTC/USD']);
  const left = await bot.call<unknown[]>(labels.app, 'fetchOpenOrders', ['BTC/USD']);
  note(`cancelOrder      ${order.id} -> ${left.length} open orders left`);
  if (left.length > 0) throw new Error('the order is still open');

  step(`The same bot with "${labels.password}", whose second factor is a fixed password`);
  await bot.call(labels.password, 'fetchBalance');
  note('fetchBalance     accepted');
}

async function refusals(stage: Stage, bot: Bot): Promise<void> {
  step('What the bot was not allowed is refused, and nothing leaves the machine');
  note(`withdraw                     -> ${await bot.refusal(labels.app, 'withdraw', ['BTC', 0.5, 'tb1-somewhere'])}`);
  note(
    `an order for another market  -> ${await bot.refusal(labels.app, 'createOrder', ['ETH/USD', 'market', 'buy', 1])}`,
  );
  const smuggled = ['BTC/USD', 'market', 'buy', 0.01, null, { pair: 'XETHZUSD' }];
  note(`the same, by a parameter     -> ${await bot.refusal(labels.app, 'createOrder', smuggled)}`);

  step('Without Keybearer: ccxt alone with the same key and secret, but no code');
  const words = await placeWithoutCode(stage.practiceKey(labels.app));
  note(`createOrder      -> ${words}`);
  if (!words.includes('EAPI:Invalid signature'))
    throw new Error('the practice exchange took an order without its code');
  step('What Keybearer says about that');
  block(await stage.keybearer(['explain', 'EAPI:Invalid signature']));
}

async function run(): Promise<void> {
  const started = performance.now();
  title('Keybearer: a bot trades with a 2FA-protected Kraken key and never sees it');
  step('A practice exchange and an agent start in a temporary folder');
  await using stage = await startStage();
  note(`exchange  ${stage.practiceUrl}`);
  note(`agent     ${stage.socket}`);
  await addKeys(stage);
  step('A bot is added. It may trade BTC/USD with two of the keys, and nothing else');
  const bot = await makeBot(stage, [labels.app, labels.password]);
  note('bot add  grid-1  (its token is shown once)');
  await trade(bot);
  await refusals(stage, bot);
  step('The log: everything that was asked, and what became of it');
  block(await stage.keybearer(['log']));
  say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s. Nothing here touched a real exchange.`);
  if (keep) await stay(stage, bot);
}

/** Leaves all of it running, to be tried by hand. */
async function stay(stage: Stage, bot: Bot): Promise<void> {
  say('\nStill running (--keep). Try, in another terminal:\n');
  say(`  export KEYBEARER_DATA=${stage.dataDir}`);
  say('  npm run --silent keybearer -- status');
  say('  npm run --silent keybearer -- log --follow');
  say(`  curl --unix-socket ${stage.socket} -H 'Authorization: Bearer ${bot.token}' http://agent/v1/me`);
  say(`\nThe passphrase is in ${stage.passphraseFile}. Ctrl-C ends it and removes the folder.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

try {
  await run();
} catch (fault) {
  process.stderr.write(`\nThe demo failed: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
