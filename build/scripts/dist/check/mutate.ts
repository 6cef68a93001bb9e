/** `npm run dist:check -- --mutate`: spoils what was built in every way that is known, and sees that a check notices it. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Built } from './built.ts';
import { lookInto } from './looks.ts';
import { appMutations } from './mutations/apps.ts';
import type { Mutation } from './mutations/edit.ts';
import { packageMutations } from './mutations/packages.ts';
import { systemMutations } from './mutations/systems.ts';
import { Tally } from './tally.ts';
import { linkFile, linkTree } from './tree.ts';

/** Takes: apps = those in which all is spoilt that every app has; it is one for each system. */
export const mutations = (apps: readonly string[] = ['linux-unpacked', 'win-unpacked', 'mac']): Mutation[] => [
  ...appMutations(apps),
  ...systemMutations(),
  ...packageMutations(),
];

export async function mutateAll(tally: Tally, built: Built): Promise<void> {
  for (const mutation of mutations()) {
    const found = await mutate(mutation, built);
    tally.check(`"${mutation.name}" is noticed: ${mutation.says}`, found === undefined, found);
  }
}

/** Spoils a copy. Gives: undefined where the check noticed it, else what was said in its place. */
export async function mutate(mutation: Mutation, built: Built): Promise<string | undefined> {
  const dir = join(built.work, 'spoilt');
  const copy = copyOf(built, dir, mutation);
  try {
    const spoilt = (await mutation.spoil(copy)) ?? copy;
    const said = new Tally();
    await lookInto(said, spoilt, mutation.in);
    if (said.failures.some((failure) => mutation.says.test(failure))) return undefined;
    return `in its place: ${said.failures.join('; ') || 'nothing'}`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Copies what the one look sees, and of the rest nothing. */
function copyOf(built: Built, dir: string, { in: look, reach }: Mutation): Built {
  if (reach === 'no file') return built;
  const copied = (name: string, from: string): string => {
    linkTree(from, join(dir, name));
    return join(dir, name);
  };
  const work = join(dir, 'work');
  const output = join(dir, 'output');
  for (const place of [work, output]) mkdirSync(place, { recursive: true });
  const out = reach === 'staged' ? join(dir, 'out') : built.out;
  const own = { ...built, work, out };
  const staged = look === 'headless' ? 'headless' : 'app';
  if (reach === 'staged') copied(`out/${staged}`, join(built.out, staged));
  const archive = built.archives.find(({ name }) => name === look);
  if (archive !== undefined) return { ...own, archives: [{ ...archive, dir: copied('archive', archive.dir) }] };
  if (look === 'deb') return { ...own, deb: { ...built.deb, dir: copied('deb', built.deb.dir) } };
  if (look === 'headless') return { ...own, headless: copied('headless', built.headless) };
  const files = readdirSync(built.output, { withFileTypes: true }).filter((entry) => entry.isFile());
  if (look.endsWith('.yml')) for (const { name } of files) linkFile(join(built.output, name), join(output, name));
  else copied(`output/${look}`, join(built.output, look));
  return { ...own, output };
}
