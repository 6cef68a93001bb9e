import { EventEmitter } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, startBrowser } from './browser.ts';
import { desk } from './desk.ts';

const root = resolve(import.meta.dirname, '../..');

/** Electron's `app`, as far as the desktop app leans on it. */
export class App extends EventEmitter {
  readonly #paths = new Map<string, string>();
  #browser: Promise<Browser> | undefined;
  #quitting = false;
  readonly isPackaged = false;
  readonly name = 'keybearer';
  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    appendSwitch: () => undefined,
  };

  get browser(): Promise<Browser> {
    this.#browser ??= startBrowser();
    return this.#browser;
  }

  async whenReady(): Promise<void> {
    await this.browser;
  }

  enableSandbox(): void {}
  setAppUserModelId(): void {}
  getName = (): string => this.name;
  getVersion = (): string => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  getAppPath = (): string => root;
  setPath = (name: string, path: string): unknown => this.#paths.set(name, path);
  getPath = (name: string): string => this.#paths.get(name) ?? join(homedir(), '.config', this.name);

  setLoginItemSettings = (login: object): void => desk.see({ login });
  getLoginItemSettings = () => ({ openAtLogin: false, wasOpenedAtLogin: false, ...desk.seen.login });

  /** By a file that holds the first one's process id; a later one leaves a line in the file beside it. */
  requestSingleInstanceLock(): boolean {
    const dir = this.getPath('userData');
    mkdirSync(dir, { recursive: true });
    const [lock, bell] = [join(dir, 'SingletonLock'), join(dir, 'SingletonBell')];
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      appendFileSync(bell, `${JSON.stringify(process.argv)}\n`);
      return false;
    }
    writeFileSync(lock, String(process.pid));
    writeFileSync(bell, '');
    watch(bell, () => this.emit('second-instance', {}, process.argv, process.cwd())).unref();
    process.once('exit', () => rmSync(lock, { force: true }));
    return true;
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    let isPrevented = false;
    const event = {
      preventDefault: () => {
        isPrevented = true;
      },
    };
    this.emit('before-quit', event);
    // Electron closes the windows between the two; what their pages say to it is not asked here.
    if (!isPrevented) this.emit('double-closing');
    if (!isPrevented) this.emit('will-quit', event);
    this.#quitting = false;
    if (!isPrevented) this.exit(0);
  }

  exit(code = 0): void {
    const end = () => process.exit(code);
    if (this.#browser === undefined) end();
    else this.#browser.then((browser) => browser.close()).then(end, end);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
