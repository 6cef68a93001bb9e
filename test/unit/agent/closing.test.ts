/** An agent that is closed while it still writes something in the background says nothing of it: nothing is wrong. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAgent } from '../../../electron/agent/agent.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { nodeFs } from '../../../electron/vault/node-fs.ts';
import { KeyInput } from '../../../shared/control-views.ts';
import { inlineKdf } from '../../fakes/inline-kdf.ts';
import { passphrase, quickKdf } from '../../fakes/world.ts';
import { testDir } from '../calllog/fixture.ts';

const key = 'practice-unlimited';
let practice: Practice;
beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
});
afterAll(() => practice.close());

/** A disk on which each file takes this long to become safe. */
const slowDisk = (ms: number) => ({
  ...nodeFs,
  rename: async (from: string, to: string) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await nodeFs.rename(from, to);
  },
});

test.each([0, 15])('closed %i ms after it was opened', async (pauseMs) => {
  const dir = testDir();
  const faults: unknown[] = [];
  const open = () =>
    createAgent({
      dataDir: dir.path('data'),
      vaultDeps: { kdf: inlineKdf, kdfParams: quickKdf, fs: slowDisk(10) },
      report: (fault) => void faults.push(fault),
    });
  try {
    const first = await open();
    await first.create(Secret.ofText(passphrase));
    await first.keys.add(KeyInput.parse(practice.keys.find(({ label }) => label === key)));
    // It uses nonces, which the vault keeps as soon as it is opened next.
    await first.keys.test(key, false);
    await first.close();
    const again = await open();
    await again.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await again.close();
    expect(faults).toEqual([]);
  } finally {
    dir.drop();
  }
});
