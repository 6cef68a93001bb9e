import type { SealView, StatusView } from '../../shared/control-views.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import { version } from '../base/version.ts';
import { stateOf } from './bots.ts';
import type { Files } from './files.ts';
import { healthOf } from './health.ts';
import type { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import type { DoorPlaces } from './ports.ts';
import { logWarningsOf } from './report.ts';
import type { Venues } from './venues.ts';

export interface StatusInput {
  readonly doors: DoorPlaces | undefined;
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly vault: VaultStatus;
  /** What the owner should know of the open vault and the files beside it. */
  readonly warnings: readonly string[];
  readonly opened: Opened | undefined;
  readonly names: NameBook;
  readonly files: Files | undefined;
  readonly venues: Venues;
}

/** What `status` shows; while sealed, only the names that names.json has. */
export function statusOf(input: StatusInput): StatusView {
  const { doors, sinceMs, nowMs, vault, warnings, opened, names, files, venues } = input;
  // That a log was set aside, or can't be written, is known without a key.
  const setAside = opened === undefined && files !== undefined ? logWarningsOf(files.log) : [];
  const fault = files?.log.fault()?.message;
  return {
    agent:
      doors === undefined
        ? null
        : { pid: process.pid, version, socket: doors.socket, http: doors.http, since: isoTime(sinceMs) },
    vault,
    warnings: [...warnings, ...setAside, ...(fault === undefined ? [] : [fault])],
    keys:
      opened?.inventory.keys().map((key) => ({
        id: key.id,
        label: key.label,
        health: healthOf(key, opened.sessions.ready(key.id), nowMs),
      })) ?? names.keys.map(({ id, label }) => ({ id, label, health: [] })),
    bots:
      opened?.inventory.bots().map((bot) => ({ id: bot.id, name: bot.name, state: stateOf(bot, nowMs) })) ??
      names.bots.map(({ id, name }) => ({ id, name, state: files?.state.isPaused(id) ? 'paused' : 'active' })),
    clock: venues.offsets(),
    budget: budgets(opened, nowMs),
  };
}

/** What opening and sealing answer. */
export function sealViewOf(vault: VaultStatus, opened: Opened | undefined): SealView {
  const paused = (opened?.inventory.bots() ?? []).filter((bot) => bot.paused).map((bot) => bot.name);
  return { vault, paused, cancelled: [], failed: [] };
}

/** The budgets of the keys that were used since the vault was opened. */
function budgets(opened: Opened | undefined, nowMs: number): StatusView['budget'] {
  return (opened?.inventory.keys() ?? []).flatMap(({ id, label }) => {
    const left = opened?.sessions.ready(id)?.budget?.left(nowMs);
    return left === undefined ? [] : [{ key: label, ...left }];
  });
}
