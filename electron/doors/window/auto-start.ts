/** Opening at login: by the system's own list on macOS and Windows, by an autostart file of ours on Linux. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { words } from './words.ts';

/** Said to the app when it is opened at login: it starts without its window, where there is a tray. */
export const hiddenSwitch = '--hidden';

export interface AutoStartDeps {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The program and its arguments, without `--hidden`. */
  readonly command: readonly string[];
  readonly app: {
    setLoginItemSettings(settings: { openAtLogin: boolean; path?: string; args?: string[] }): void;
  };
}

/** Turns opening at login on or off. Throws: what the system says where the file can't be written. */
export function setOpenAtLogin(isOn: boolean, deps: AutoStartDeps): void {
  const { platform, app, command } = deps;
  const [path, ...args] = command;
  if (platform === 'linux') {
    if (isOn) writeFile(deps);
    else rmSync(autostartFile(deps), { force: true });
  }
  // A Mac opens the app itself, without arguments.
  else if (platform === 'darwin') app.setLoginItemSettings({ openAtLogin: isOn });
  else if (path !== undefined) app.setLoginItemSettings({ openAtLogin: isOn, path, args: [...args, hiddenSwitch] });
}

/** Where the app has moved since: the file must not start what is no longer there. It is not made anew where the user took it away. */
export function refreshAutostart(deps: AutoStartDeps): void {
  if (deps.platform !== 'linux') return;
  try {
    if (readFileSync(autostartFile(deps), 'utf8') !== entryOf(deps.command)) writeFile(deps);
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'ENOENT')) throw fault;
  }
}

/** Source: Desktop Application Autostart Specification 0.5; XDG Base Directory Specification 0.8. */
export function autostartFile({ env }: Pick<AutoStartDeps, 'env'>): string {
  const given = env['XDG_CONFIG_HOME'];
  const config = given !== undefined && isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.config');
  return join(config, 'autostart', 'keybearer.desktop');
}

function writeFile(deps: AutoStartDeps): void {
  const file = autostartFile(deps);
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(file, entryOf(deps.command));
}

/** Source: Desktop Entry Specification 1.5, "The Exec key". */
export const entryOf = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${words.name}`,
    'Comment=The key agent for trading bots',
    `Exec=${[...command, hiddenSwitch].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

// Quoted for Exec first, then its backslashes once more as in every string of such a file; % begins a field code.
const quoted = (argument: string): string =>
  `"${argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
