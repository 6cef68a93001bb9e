/** A life of Keybearer with secrets planted everywhere: every command, bots' calls, echoes of exchanges, crashes. */
import { join } from 'node:path';
import { aegisEncrypted, uriOf } from '../fakes/authenticator.ts';
import { ask, type Bots, makeCalls } from './bot-calls.ts';
import { plantedRecoveryKey, secretsOf } from './cast.ts';
import type { Served } from './recorder.ts';
import { textOf } from './scan.ts';
import type { Stage } from './stage.ts';

/** What is said when the agent throws where nothing catches. */
export const crash = 'a crash that was asked for';
const code = `process.on('SIGUSR2', () => setImmediate(() => { throw new Error('${crash}'); }))`;
const crashing = ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

/** Files that hold a passphrase each. */
interface Files {
  readonly first: string;
  readonly second: string;
  readonly own: string;
}

/** Takes: look = called while an agent runs with the vault open. Gives: how bots' calls ended. */
export async function playStory(stage: Stage, look: () => void): Promise<Bots['counts']> {
  const { recorder, planted, data, done } = stage;
  const [first, second, own] = [
    stage.plant('passphrase'),
    stage.plant('second passphrase'),
    stage.plant('own passphrase'),
  ];
  const by = ['--data', data, '--passphrase-file', first];
  const { recoveryKey } = JSON.parse(await done(['init', '--json', ...by], '', ['recovery key']));
  planted.push(plantedRecoveryKey(recoveryKey));
  const files = { first, second, own };
  const agent = await recorder.serve(['agent', '--http', '0', ...by], crashing);
  await addKeys(stage, by);
  const bots = {
    recorder,
    socket: String(agent.ready['socket']),
    echoing: stage.echoing,
    counts: { ok: 0, failed: 0 },
  };
  const token = await addBot(stage, 'grid-1', by);
  const former = await addBot(stage, 'grid-2', by);
  await makeCalls(bots, token, planted);
  await changeKeys(stage, by);
  const rotated = await done(['bot', 'rotate-token', 'grid-2', '--json', ...by], '', ['new token of grid-2']);
  planted.push({ name: 'new token of grid-2', text: JSON.parse(rotated).token });
  await ask(bots, former, { path: '/v1/me' });
  const newRecoveryKey = await changeVault(stage, files);
  await readAll(stage);
  look();
  await endAgents(stage, agent, { ...files, recovery: stage.give('new-recovery', `${newRecoveryKey}\n`) });
  return bots.counts;
}

async function addKeys(
  { planted, echoing, endpointOf, practiceKey, done }: Stage,
  by: readonly string[],
): Promise<void> {
  const names = ['practice-unlimited', 'practice-password', 'practice-extra-1', 'practice-extra-2', 'practice-extra-3'];
  for (const name of names) planted.push(...secretsOf(practiceKey(name)));
  const added = [
    ...echoing.map((key) => ({ ...key, endpoint: endpointOf(key) })),
    ...['practice-unlimited', 'practice-password', 'practice-extra-1'].map(practiceKey),
    // Its second factor comes by import.
    { ...practiceKey('practice-extra-3'), twoFactor: { kind: 'none' } },
  ];
  await inPairs(added, (key) => done(['key', 'add', ...by], key));
}

async function addBot({ planted, echoing, done }: Stage, name: string, by: readonly string[]): Promise<string> {
  const labels = ['practice-unlimited', 'practice-password', ...echoing.map(({ label }) => label)];
  const bot = { name, grants: labels.map((key) => ({ key, preset: 'trade', symbols: 'any' })) };
  const { token } = JSON.parse(await done(['bot', 'add', '--json', ...by], bot, [`token of ${name}`]));
  planted.push({ name: `token of ${name}`, text: token });
  return token;
}

/** Tests, rotations that are taken and that are not, imports, and input that is broken. */
async function changeKeys(stage: Stage, by: readonly string[]): Promise<void> {
  const { recorder, planted, refused, practiceKey, done, refuses, give } = stage;
  await done(['key', 'test', 'practice-unlimited', '--json', ...by]);
  await recorder.run(['key', 'test', 'echo-app', ...by]);
  const { apiKey, secret, twoFactor } = practiceKey('practice-extra-2');
  await done(['key', 'rotate', 'practice-extra-1', ...by], { apiKey, secret, twoFactor });
  const { label: _label, exchange: _exchange, ...credentials } = refused;
  await recorder.run(['key', 'rotate', 'echo-word', ...by], JSON.stringify(credentials));
  const seed = textOf(planted, 'TOTP seed of practice-extra-3');
  const account = { issuer: 'Kraken', name: 'late', secret: seed };
  await done(['import', give('late.txt', uriOf(account)), '--key', 'practice-extra-3', '--yes', ...by]);
  const passwordFile = stage.plant('export password');
  const aegis = aegisEncrypted([account], textOf(planted, 'export password'), { n: 2 ** 10, r: 8, p: 1 });
  const exported = give('aegis.json', JSON.stringify(aegis));
  await done(['import', exported, '--export-password-file', passwordFile, ...by]);
  const known = practiceKey('practice-unlimited');
  await refuses(['key', 'add', ...by], `{"label":"broken","apiKey":"${known.apiKey}"`);
  await refuses(['key', 'add', ...by], { ...known, label: 'broken', secret: `${known.secret}!` });
  await refuses([
    'code',
    'practice-unlimited',
    '--data',
    stage.data,
    '--passphrase-file',
    stage.plant('wrong passphrase'),
  ]);
  await done(['code', 'practice-unlimited', ...by]);
}

/** Gives: the new recovery key. */
async function changeVault({ planted, seen, data, done }: Stage, { first, second, own }: Files): Promise<string> {
  const by = ['--data', data, '--passphrase-file', first];
  await done(['backup', join(seen, 'copy.json'), '--new-passphrase-file', own, ...by]);
  await done(['passphrase', 'change', '--new-passphrase-file', second, ...by]);
  const rotating = ['vault', 'rotate', '--yes', '--json', '--data', data, '--passphrase-file', second];
  const { recoveryKey } = JSON.parse(await done(rotating, '', ['new recovery key']));
  planted.push({ ...plantedRecoveryKey(recoveryKey), name: 'new recovery key' });
  return recoveryKey;
}

/** Whatever shows something. */
async function readAll({ recorder, data }: Stage): Promise<void> {
  const commands = [
    ['log', '--json', '--limit', '1000'],
    ['log'],
    ['status', '--json'],
    ['key', 'list', '--json'],
    ['key', 'show', 'echo-okx'],
    ['bot', 'show', 'grid-1'],
    ['explain', 'EAPI:Invalid key', '--key', 'echo-app'],
    ['config', 'get'],
    ['key', 'add', '--help'],
  ];
  await inPairs(commands, (args) => recorder.run([...args, '--data', data]));
}

/** The agent ends by an exception that nothing catches, by an abort, and by being killed; then the backup is restored. */
async function endAgents(
  { recorder, data, seen, done }: Stage,
  agent: Served,
  files: Files & { readonly recovery: string },
): Promise<void> {
  await agent.end('SIGUSR2');
  const second = await recorder.serve(['agent', '--data', data, '--passphrase-file', files.second]);
  await second.end('SIGABRT');
  const third = await recorder.serve(['agent', '--data', data]);
  await done(['unseal', '--data', data, '--recovery-file', files.recovery]);
  await done(['panic', '--seal', '--data', data]);
  await third.end('SIGKILL');
  const restored = ['--data', join(seen, 'restored'), '--passphrase-file', files.own];
  await done(['restore', join(seen, 'copy.json'), ...restored]);
}

/** Two at a time, since each command starts a process. */
async function inPairs<T>(list: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < list.length; at += 2) await Promise.all(list.slice(at, at + 2).map(work));
}
