/**
 * Installs an update by electron-updater's real NsisUpdater and prints what came of it. A program of its own, because the
 * check of signatures leaves a file in its working directory on other systems than Windows. Takes: place, home, config.
 */
import { request } from 'node:http';
import { join } from 'node:path';
import { NsisUpdater } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { installUpdate } from '../../electron/doors/window/update-install.ts';

/** Electron's requests are made by Node; all else of the client is as it ships. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: object, callback: (response: never) => void) {
    return request(options, callback as never) as never;
  }
}

const [place = '', home = '', config = ''] = process.argv.slice(2);
const app = {
  ...{ version: '1.2.3', name: 'keybearer', isPackaged: true, appUpdateConfigPath: config },
  ...{ userDataPath: join(home, 'user'), baseCachePath: home, whenReady: async () => undefined },
  ...{ relaunch: () => undefined, quit: () => undefined, onQuit: () => undefined },
};
const started: string[] = [];
const updater = new NsisUpdater({ provider: 'generic', url: place }, app as never);
// Without what only Electron has: its own updater's event, and its end.
Object.assign(updater, {
  httpExecutor: new NodeExecutor(),
  updateConfigPath: config,
  quitAndInstall: () => Reflect.apply(Reflect.get(updater, 'install'), updater, [false, true]),
  spawnLog: async (program: string) => started.push(program),
});
const signal = new AbortController().signal;
const came = await installUpdate(updater, {
  ...{ wanted: '2.0.0', place: new URL(place), signal, told: () => undefined },
}).then(
  () => null,
  (fault: unknown) => (fault instanceof Error ? fault.message : String(fault)),
);
process.stdout.write(`${JSON.stringify({ fault: came, started })}\n`);
