/** Installs the agent as a service of this user, or takes it away; it starts and stops nothing. */
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { clean } from '../print.ts';
import { needYes } from '../question.ts';
import { readSecretFile } from '../secret-file.ts';
import type { ServiceInput } from '../service/input.ts';
import { type ServicePlan, servicePlan } from '../service/plan.ts';

const portMax = 65535;

export const installService: Run = async (context) => {
  const { io, options } = context;
  const plan = servicePlan({ ...io.self, env: io.env });
  const input = await readInput(context);
  const text = plan.text(input);
  if (options.has('print')) return answer(context, { ...resultOf(plan, false), text }, () => text);
  const found = existsSync(plan.path) ? readFileSync(plan.path, 'utf8') : undefined;
  if (found !== undefined && found !== text)
    await needYes(context, `${plan.path} is there already, and differs. Replace it?`);
  if (found !== text) write(plan.path, text);
  await warnOfNoVault(context);
  return answer(context, resultOf(plan, found !== text), () => saidOf(plan, input, text, found));
};

async function readInput({ io, options, dataDir }: Context): Promise<ServiceInput> {
  const http = options.whole('http', 0, portMax);
  const file = options.text('passphrase-file');
  const passphraseFile = file === undefined ? undefined : resolve(file);
  // It is read at each start. Whether it can be is better known now.
  if (passphraseFile !== undefined) (await readSecretFile(passphraseFile, io.err)).wipe();
  const { program, home } = io.self;
  const agentArgs = ['agent', '--data', dataDir, ...(http === undefined ? [] : ['--http', String(http)])];
  return { program, agentArgs, home, dataDir, passphraseFile };
}

const resultOf = ({ path, turnOn }: ServicePlan, changed: boolean): object => ({ path, commands: turnOn, changed });

/** A reader sees the old file or the new one. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o644, flag: 'wx' });
  renameSync(temporary, path);
}

async function warnOfNoVault({ io, dataDir, call }: Context): Promise<void> {
  const { vault } = await call('status', {});
  if (vault === 'missing')
    io.err(
      `warning: there is no vault in ${clean(dataDir)} yet, and the service can't start without. Run: keybearer init\n`,
    );
}

function saidOf(plan: ServicePlan, { passphraseFile }: ServiceInput, text: string, found: string | undefined): string {
  const done = found === undefined ? 'Installed' : found === text ? 'Already installed' : 'Replaced';
  const opening =
    passphraseFile === undefined
      ? 'It starts with a sealed vault; after each start, open it: keybearer unseal'
      : `It opens the vault at each start, with the passphrase in ${passphraseFile}`;
  const restart = found === undefined || found === text ? '' : `\nWhere it runs already:\n  ${plan.restart}\n`;
  return `${done}: ${clean(plan.path)}
${clean(opening)}

Turn it on${plan.turnOn.length > 1 ? ', also while you are signed out' : ''}:
${plan.turnOn.map((command) => `  ${command}\n`).join('')}${restart}`;
}

export const uninstallService: Run = async (context) => {
  const { io } = context;
  const { path, mark, links, turnOff } = servicePlan({ ...io.self, env: io.env });
  const found = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (found !== undefined && !found.includes(mark))
    await needYes(context, `${path} was not made by "keybearer service install". Remove it all the same?`);
  const gone = [path, ...links.filter(isLink)].filter((one) => lstatSync(one, { throwIfNoEntry: false }) !== undefined);
  for (const one of gone) rmSync(one);
  const changed = gone.length > 0;
  return answer(context, { path, commands: turnOff, changed }, () =>
    changed
      ? `Removed: ${clean(path)}\nWhat runs goes on until you stop it:\n${turnOff.map((command) => `  ${command}\n`).join('')}`
      : `Nothing to remove: there is no ${clean(path)}\n`,
  );
};

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
