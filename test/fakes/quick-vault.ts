/**
 * Makes the vault of a data directory with the least Argon2id that is taken, for tests which open it again and again:
 * a program's own `init` measures the machine for seconds, and each opening takes most of one.
 * Usage: node quick-vault.ts DATA_DIR PASSPHRASE. Prints the recovery key.
 */
import { createAgent } from '../../electron/agent/agent.ts';
import { Secret } from '../../electron/base/secret.ts';

/** OWASP's least for Argon2id: the tests' vaults needn't withstand anybody. */
const kdfParams = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };

const [dataDir = '', passphrase = ''] = process.argv.slice(2);
const agent = await createAgent({ dataDir, vaultDeps: { kdfParams } });
const made = await agent.create(Secret.ofText(passphrase));
await agent.close();
process.stdout.write(JSON.stringify(made));
