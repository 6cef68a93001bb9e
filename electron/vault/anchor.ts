/** anchor.json: the vault's generation and the call log's head as they were last seen, so that older files are noticed. */
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { diskFault } from './disk-fault.ts';
import type { VaultFs } from './fs.ts';
import { type Label, seal, unseal } from './seal.ts';

/** The last entry of the call log that was seen. */
export const LogHead = z.strictObject({
  entry: z.number().int().nonnegative(),
  /** SHA-256, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  epoch: z.number().int().nonnegative(),
  /** How many segments were closed up to then. */
  count: z.number().int().nonnegative(),
});
export type LogHead = z.infer<typeof LogHead>;

const Anchor = z.strictObject({
  generation: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** Counts how often the vault was opened or sealed. */
  turn: z.number().int().nonnegative(),
  log: LogHead.nullable(),
});
export type Anchor = z.infer<typeof Anchor>;

const File = z.strictObject({
  magic: z.literal('keybearer-anchor'),
  v: z.literal(1),
  vaultId: z.string(),
  salt: z.string(),
  nonce: z.string(),
  ciphertext: z.string(),
});

export interface AnchorPlace {
  readonly dir: string;
  readonly fs: VaultFs;
  readonly vaultId: string;
  /** The vault's subkey "anchor"; it stays the caller's. */
  readonly key: Secret;
}

const name = 'anchor.json';
const maxBytes = 64 * 1024;

/**
 * Undefined where there is none, or it is not of this vault, or it was changed: it can only warn, so it never stands in the way.
 * Throws: INPUT_INVALID, INTERNAL where the disk fails.
 */
export async function readAnchor({ dir, fs, vaultId, key }: AnchorPlace): Promise<Anchor | undefined> {
  const path = join(dir, name);
  const bytes = await fs.read(path, maxBytes).catch((fault: unknown) => {
    throw diskFault(fault, path, 'Nothing was changed.');
  });
  const file = bytes === undefined ? undefined : File.safeParse(jsonOf(bytes)).data;
  if (file === undefined) return undefined;
  const plain = unseal(key, labelOf(vaultId), file);
  if (plain === undefined) return undefined;
  try {
    return plain.useText((text) => Anchor.safeParse(JSON.parse(text)).data);
  } finally {
    plain.wipe();
  }
}

/** Replaces the file as a whole: after a crash it is the old one or the new one. Throws: DISK_FULL, INPUT_INVALID, INTERNAL. */
export async function writeAnchor(
  { dir, fs, vaultId, key }: AnchorPlace,
  anchor: Anchor,
  random: Random,
): Promise<void> {
  const path = join(dir, name);
  const temporary = `${path}.tmp`;
  const box = seal(key, labelOf(vaultId), Buffer.from(canonicalJson(anchor), 'utf8'), random);
  const text = canonicalJson({ magic: 'keybearer-anchor', v: 1, vaultId, ...box });
  try {
    if (await fs.exists(temporary)) await fs.unlink(temporary);
    const file = await fs.create(temporary);
    try {
      await file.write(Buffer.from(text, 'utf8'));
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
    await fs.syncDir(dir);
  } catch (fault) {
    throw diskFault(fault, path, 'The vault itself is as it should be.');
  }
}

const labelOf = (vaultId: string): Label => ({ vaultId, recordId: 'anchor', type: 'anchor', schema: 1, revision: 1 });

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
