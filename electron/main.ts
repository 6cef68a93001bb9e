import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { app, dialog, safeStorage } from 'electron';
import { AppError, asAppError } from '../shared/errors.ts';
import { createAgent } from './agent/agent.ts';
import { Notifier } from './agent/notifier.ts';
import type { Agent, DoorPlaces } from './agent/ports.ts';
import { removeAgentFile, writeAgentFile } from './base/agent-file.ts';
import { systemClock } from './base/clock.ts';
import { acquireLock } from './base/lock.ts';
import { dataDirOf, ensureDataDir, ensureSocketDir, socketsOf } from './base/paths.ts';
import { runProgram } from './base/run-program.ts';
import { version } from './base/version.ts';
import { openBotsDoor } from './doors/bots/server.ts';
import { openControlDoor } from './doors/control/server.ts';
import { type Desktop, openDesktop, registerScheme } from './doors/window/desktop.ts';
import { refusedSwitch, refusedVariable } from './doors/window/hardening.ts';
import { systemKeychain } from './doors/window/keychain.ts';

// A packaged app has no script's name before its arguments.
const ownWords = app.isPackaged ? 1 : 2;
const { values } = parseArgs({
  args: process.argv.slice(ownWords),
  options: { data: { type: 'string' }, hidden: { type: 'boolean' }, http: { type: 'string' } },
  strict: false,
});
const dataDir = dataDirOf(typeof values.data === 'string' ? values.data : undefined);

const keychainMs = 2000;

/** All that must be closed before the process may end, the last opened first. */
const closers: (() => Promise<unknown> | unknown)[] = [];
let desktop: Desktop | undefined;
let notifier: Notifier | undefined;

if (process.argv[ownWords] === '--cli') {
  // The terminal, without a window. Awaited here, it is done before Electron looks for a display.
  const found = startRefusal();
  if (found !== undefined) refuseTerminal(found);
  process.argv.splice(1, ownWords, 'keybearer');
  const { runTerminal } = await import('./terminal.ts');
  process.exit(await runTerminal(process.argv.slice(2)));
}
// Electron reads these before it is ready, so they come first and in this order.
app.enableSandbox();
// Windows shows an app's notifications under this name; it is the `appId` of the installer, too.
app.setAppUserModelId('app.keybearer.desktop');
registerScheme();
run().catch(giveUp);

async function run(): Promise<void> {
  refuseUnsafeStart();
  ensureDataDir(dataDir);
  const settingsDir = join(dataDir, 'window');
  mkdirSync(settingsDir, { recursive: true, mode: 0o700 });
  // Chromium's own files stand with the data, so that two data directories are two apps.
  app.setPath('userData', settingsDir);
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  app.on('second-instance', () => desktop?.show());
  app.on('activate', () => desktop?.show());
  // Listened to, so that Electron does not end the app: whether it goes on without a window is the desktop's to say.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', () => desktop?.quitting());
  app.on('will-quit', (event) => {
    event.preventDefault();
    closeAll().then(() => app.exit(0), giveUp);
  });
  await app.whenReady();
  const { agent, doors } = await serve();
  const beside = (path: string) => join(import.meta.dirname, '..', path);
  const opening = agent.keychain.open();
  // The window waits for the keychain, but not for one that hangs: the passphrase can be typed meanwhile.
  await Promise.race([opening, systemClock.sleep(keychainMs)]);
  desktop = openDesktop({
    ...{ agent, doors, settingsDir, opening, report, startPractice },
    ...{ pages: beside('renderer'), preload: beside('preload/preload.cjs'), icons: beside('icons') },
    isRelease: app.isPackaged,
    command: startCommand(),
  });
  closers.unshift(() => desktop?.close());
  desktop.start(values.hidden === true);
  // Not before the keychain had its try: a vault that it opens was never sealed to its owner.
  void opening.then(() => notifier?.started());
}

/** How this app is started again, at the next login. */
function startCommand(): string[] {
  // An AppImage runs from a directory that is gone when it ends.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const data = typeof values.data === 'string' ? ['--data', dataDir] : [];
  const http = typeof values.http === 'string' ? ['--http', values.http] : [];
  return [program, ...(app.isPackaged ? [] : [app.getAppPath()]), ...data, ...http];
}

/** A release build starts only without what would open it to other programs. Gives: the fault where it has such. */
function startRefusal(): AppError | undefined {
  if (!app.isPackaged) return undefined;
  const found = refusedSwitch(process.argv, process.platform) ?? refusedVariable(process.env);
  if (found === undefined) return undefined;
  return new AppError('INPUT_INVALID', {
    detail: `Keybearer does not start with ${found}. Take it away and start again.`,
  });
}

function refuseUnsafeStart(): void {
  const refusal = startRefusal();
  if (refusal !== undefined) throw refusal;
}

function refuseTerminal(refusal: AppError): never {
  process.stderr.write(`error ${refusal.code}: ${refusal.message}\n`);
  process.exit(1);
}

/** The port on 127.0.0.1 where bots are served, too; undefined where nowhere. */
function readHttpPort(): number | undefined {
  if (values.http === undefined) return undefined;
  const port = typeof values.http === 'string' && /^\d{1,5}$/.test(values.http) ? Number(values.http) : Number.NaN;
  if (port <= 65_535) return port;
  throw new AppError('INPUT_INVALID', { detail: '--http takes a port, from 0 to 65535. 0 takes any free one.' });
}

async function serve(): Promise<{ agent: Agent; doors: DoorPlaces }> {
  const httpPort = readHttpPort();
  const lock = acquireLock(dataDir);
  closers.unshift(() => lock.release());
  const keychain = systemKeychain({ storage: safeStorage, platform: process.platform, clock: systemClock });
  const agent = await createAgent({ dataDir, vaultDeps: { keychain } });
  closers.unshift(() => agent.close());
  notifier = new Notifier({
    ...{ agent, settings: agent.settings, clock: systemClock, run: runProgram, report },
    screen: { isWanted: () => desktop?.showsNews === true, show: (news) => desktop?.tell(news) },
  });
  closers.unshift(() => notifier?.close());
  const sockets = socketsOf(dataDir);
  ensureSocketDir(sockets.dir);
  const bots = await openBotsDoor({
    service: agent.bots,
    clock: systemClock,
    version,
    socketPath: sockets.bots,
    httpPort,
    report,
  });
  closers.unshift(() => bots.close());
  closers.unshift(async () => agent.stopAsking());
  const doors = { socket: sockets.bots, control: sockets.control, http: bots.http };
  const control = await openControlDoor({ agent, doors, socketPath: sockets.control });
  closers.unshift(() => control.close());
  writeAgentFile(dataDir, { version, pid: process.pid, ...doors });
  closers.unshift(() => removeAgentFile(dataDir, process.pid));
  void notifier.watchKeys();
  return { agent, doors };
}

/** The practice exchange of this process. It is loaded when somebody asks for it. */
async function startPractice(port: number) {
  const { startPractice: start } = await import('./practice/server.ts');
  const practice = await start({ port, now: Date.now });
  closers.unshift(() => practice.close());
  return practice;
}

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close();
}

/** A fault of ours that a bot was only told the code of: for whoever started the app from a terminal. */
function report(fault: unknown): void {
  process.stderr.write(`${inspect(fault)}\n`);
}

/** Says why in a box of the system, since there may be no window to say it in. */
function giveUp(fault: unknown): void {
  const error = asAppError(fault);
  const detail =
    error.code === 'AGENT_RUNNING'
      ? 'Keybearer already runs for this data directory, without a window. Stop it ("keybearer agent" in a terminal or service) and start the app again.'
      : error.message;
  dialog.showErrorBox('Keybearer cannot start', `${detail}\n\n${error.code}`);
  closeAll().finally(() => app.exit(1));
}
