import type { AboutView } from '../../../shared/window-views.ts';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { version } from '../../base/version.ts';

const named = {
  electron: 'Electron',
  chrome: 'Chromium',
  node: 'Node.js',
  sqlite: 'SQLite',
  openssl: 'OpenSSL',
} as const;

/** What runs here and where it keeps its things. */
export function aboutOf(agent: Agent, doors: DoorPlaces | undefined): AboutView {
  const parts = Object.entries(named).flatMap(([id, name]) => {
    const found = process.versions[id];
    return found === undefined ? [] : [{ name, version: found }];
  });
  return {
    ...{ version, parts, dataDir: agent.dataDir, system: `${process.platform} ${process.arch}` },
    ...{ socket: doors?.socket ?? null, control: doors?.control ?? null, http: doors?.http ?? null },
  };
}
