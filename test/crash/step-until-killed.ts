/** Opens a vault and takes step after step until it is killed, and names each one that was acknowledged. */
import { writeSync } from 'node:fs';
import { nodeFs } from '../../electron/vault/node-fs.ts';
import { openVault } from '../../electron/vault/vault.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import { byPassphrase, depsOn } from '../unit/vault/helpers.ts';
import { passphraseAfter, take } from './vault-steps.ts';

const [dir = '', done = '0'] = process.argv.slice(2);
const deps = { ...depsOn(MemoryFs.of([])), fs: nodeFs, dir };
const vault = await openVault(deps, byPassphrase(passphraseAfter(Number(done))));
for (let step = Number(done) + 1; ; step += 1) {
  const recoveryKey = await take(step, vault);
  writeSync(1, `${step} ${recoveryKey}\n`);
}
