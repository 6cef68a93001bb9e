/** names.json: who is who while the vault is sealed, so that the door can answer 503 and not 401. It never allows anything. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { BotName, botIdPattern, keyIdPattern, Label } from '../../shared/model.ts';
import { databaseFault } from '../base/sqlite.ts';

export const Names = z.strictObject({
  v: z.literal(1),
  vaultId: z.string().min(1).max(100),
  keys: z.array(z.strictObject({ id: z.string().regex(keyIdPattern), label: Label })),
  bots: z.array(
    z.strictObject({
      id: z.string().regex(botIdPattern),
      name: BotName,
      tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Names = z.infer<typeof Names>;

export interface LoadedNames {
  /** Undefined where the file is missing or cannot be used. */
  readonly names: Names | undefined;
  /** Why it cannot be used; undefined where it is fine or missing. */
  readonly warning: string | undefined;
}

/** Reads names.json; whatever is wrong with it is a warning, since the vault holds the truth. */
export function loadNames(path: string): LoadedNames {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    if (isMissing(fault)) return { names: undefined, warning: undefined };
    return { names: undefined, warning: `${path} cannot be read; it is made again when the vault opens.` };
  }
  const parsed = Names.safeParse(parseJson(text));
  if (parsed.success) return { names: parsed.data, warning: undefined };
  return { names: undefined, warning: `${path} is damaged; it is made again when the vault opens.` };
}

/** Replaces names.json as a whole: after a crash it is the old one or the new one. Throws: DISK_FULL, RECORD_FAILED. */
export function saveNames(path: string, names: Names): void {
  const text = `${JSON.stringify(Names.parse(names), undefined, 1)}\n`;
  const temporary = `${path}.tmp`;
  try {
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  } catch (fault) {
    throw databaseFault(fault, path);
  }
}

function syncDirectory(path: string): void {
  // Windows cannot open a directory, and its rename is journalled.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

const isMissing = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ENOENT';
