/** Keychain unlock through the whole agent: a start without a passphrase, and an older vault that only the keychain notices. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAgent } from '../../../electron/agent/agent.ts';
import type { Agent, Unlock } from '../../../electron/agent/ports.ts';
import { type Clock, systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { BotInput } from '../../../shared/control-views.ts';
import { type FakeKeychain, fakeKeychain } from '../../fakes/keychain.ts';
import { passphrase, quickKdf } from '../../fakes/world.ts';
import { testDir } from '../calllog/fixture.ts';
import { codeOf } from '../vault/helpers.ts';

let root: ReturnType<typeof testDir>;
let keychain: FakeKeychain;
let agent: Agent;
const dataDir = () => root.path('data');
/** How long the agent meant to wait, in ms. */
let waits: number[];
const clock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => {
    waits.push(ms);
    return systemClock.sleep(ms, signal);
  },
};
const byPassphrase = (text = passphrase): Unlock => ({ kind: 'passphrase', secret: Secret.ofText(text) });
const start = async () => {
  agent = await createAgent({
    ...{ dataDir: dataDir(), report: () => undefined, clock },
    vaultDeps: { kdfParams: quickKdf, keychain },
  });
};
const restart = async () => {
  await agent.close();
  await start();
};
const vaultNow = () => agent.status(undefined).vault;
const addBot = (name: string) => agent.botAdmin.add(BotInput.parse({ name, grants: [] }));

beforeEach(async () => {
  [root, keychain, waits] = [testDir(), fakeKeychain(), []];
  await start();
  await agent.create(Secret.ofText(passphrase));
});
afterEach(async () => {
  await agent.close();
  root.drop();
});

it('opens the vault at the next start, also where a passphrase would have to wait', async () => {
  await agent.keychain.turnOn(byPassphrase());
  await agent.seal();
  for (let n = 0; n < 4; n += 1)
    expect(await codeOf(() => agent.unseal(byPassphrase('wrong')))).toBe('PASSPHRASE_WRONG');
  await restart();
  waits = [];
  expect(await agent.keychain.open()).toEqual({ opened: true, why: null });
  // The fifth passphrase would wait for two seconds.
  expect(Math.max(0, ...waits)).toBe(0);
  expect(vaultNow()).toBe('open');
});

it('counts a key of the keychain that does not fit as no wrong passphrase', async () => {
  await agent.keychain.turnOn(byPassphrase());
  const former = readFileSync(join(dataDir(), 'keychain.json'));
  await agent.keychain.turnOn(byPassphrase());
  await agent.close();
  writeFileSync(join(dataDir(), 'keychain.json'), former);
  for (let n = 0; n < 5; n += 1) {
    await start();
    expect(await agent.keychain.open()).toMatchObject({ opened: false, why: expect.stringMatching(/does not open/) });
    if (n < 4) await agent.close();
  }
  waits = [];
  await agent.unseal(byPassphrase());
  expect(Math.max(0, ...waits)).toBe(0);
});

/** Puts back every file but the keychain's. */
function putBack(copy: string): void {
  const kept = readFileSync(join(dataDir(), 'keychain.json'));
  for (const name of readdirSync(dataDir())) rmSync(join(dataDir(), name), { recursive: true });
  cpSync(copy, dataDir(), { recursive: true });
  writeFileSync(join(dataDir(), 'keychain.json'), kept);
}

const expectOlder = () =>
  expect(agent.status(undefined)).toMatchObject({
    bots: [{ name: 'grid-1', state: 'paused' }],
    warnings: [expect.stringMatching(/older state/)],
  });

it('notices an older vault by the keychain alone, though all other files were put back with it', async () => {
  await agent.keychain.turnOn(byPassphrase());
  await addBot('grid-1');
  await agent.close();
  cpSync(dataDir(), root.path('copy'), { recursive: true });
  await start();
  await agent.keychain.open();
  await addBot('grid-2');
  await agent.close();
  putBack(root.path('copy'));
  await start();
  expect((await agent.keychain.open()).opened).toBe(true);
  expectOlder();
});

it('notices it, too, where the older vault is from before keychain unlock and opens by the passphrase', async () => {
  await addBot('grid-1');
  await agent.close();
  cpSync(dataDir(), root.path('copy'), { recursive: true });
  await start();
  await agent.unseal(byPassphrase());
  await agent.keychain.turnOn(byPassphrase());
  await agent.close();
  putBack(root.path('copy'));
  await start();
  expect((await agent.keychain.open()).opened).toBe(false);
  await agent.unseal(byPassphrase());
  expectOlder();
});

it('warns once: the next start finds what it left', async () => {
  await agent.keychain.turnOn(byPassphrase());
  await addBot('grid-1');
  await restart();
  expect(await agent.keychain.open()).toMatchObject({ opened: true });
  expect(agent.status(undefined)).toMatchObject({ warnings: [], bots: [{ state: 'active' }] });
});

it('is off after the keys of the vault were rotated, and leaves no file behind', async () => {
  await agent.keychain.turnOn(byPassphrase());
  await agent.vaultAdmin.rotate(byPassphrase());
  await agent.keychain.settled();
  expect(await agent.keychain.state()).toMatchObject({ on: false });
  expect(readdirSync(dataDir())).not.toContain('keychain.json');
});
