/** What lives as long as the vault is open, put together once. */
import type { CallRecord } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { openSettings, type SettingsStore, watched } from '../base/settings.ts';
import type { AgentDeps } from './agent-options.ts';
import { FileHolder } from './files.ts';
import { IdleSeal } from './idle-seal.ts';
import { schemas } from './inventory.ts';
import { LastSeen } from './last-seen.ts';
import { LogKeeper } from './log-keeper.ts';
import type { NameBook } from './names.ts';
import { OpenedHolder } from './opened-holder.ts';
import { VaultCopies } from './vault-copies.ts';
import type { Venues } from './venues.ts';

export interface LifetimeDeps {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly vaultDeps: AgentDeps;
  readonly venues: Venues;
  readonly names: NameBook;
  readonly seal: () => Promise<unknown>;
  /** Told of a call each time its record changes. */
  readonly called: (call: CallRecord) => void;
  readonly changed: (kind: 'keys' | 'bots' | 'approvals') => void;
  /** Told when a check of the call log failed, or its owner accepted it. */
  readonly logChanged: () => void;
  /** Told of the generation that a save of the vault made. */
  readonly saved: (generation: number) => void;
  readonly report: (fault: unknown) => void;
}

export interface Lifetime {
  readonly settings: SettingsStore;
  readonly files: FileHolder;
  readonly holder: OpenedHolder;
  readonly logKeeper: LogKeeper;
  /** As given, with what the vault tells of its saves. */
  readonly vaultDeps: AgentDeps;
}

export function makeLifetime(deps: LifetimeDeps): Lifetime {
  const { dataDir, clock, random, vaultDeps, venues, names, report } = deps;
  const { dir, fs } = vaultDeps;
  const files = new FileHolder({
    dataDir,
    clock,
    onCall: (call) => called(call),
    onHead: (head) => logKeeper.note(head),
  });
  const lastSeen = new LastSeen({ dir, fs, random, report });
  const renewLog = () => files.renewLog();
  const stored = openSettings(dataDir);
  const logDeps = { clock, random, lastSeen, settings: stored, report };
  const logKeeper = new LogKeeper({ ...logDeps, renewLog, changed: deps.logChanged });
  const copies = new VaultCopies({ dir, fs, clock, report });
  const idleSeal = new IdleSeal({ settings: stored, clock, seal: deps.seal, report });
  const settings = watched(stored, () => {
    idleSeal.changed();
    logKeeper.settingsChanged();
  });
  const own = { lastSeen, logKeeper, idleSeal, copies };
  const holder = new OpenedHolder({ ...own, venues, clock, random, names, changed: deps.changed, report });
  const called = (call: CallRecord) => {
    if (call.status !== 'denied') idleSeal.touch();
    deps.called(call);
  };
  const onSaved = (generation: number) => {
    lastSeen.note(generation);
    copies.saved();
    deps.saved(generation);
  };
  return { settings, files, holder, logKeeper, vaultDeps: { ...vaultDeps, schemas, onSaved } };
}
