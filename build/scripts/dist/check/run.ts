/** Programs of this computer that `dist:check` asks. */
import { spawnSync } from 'node:child_process';

/** Gives: what it printed. Throws: what it complained of. */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
