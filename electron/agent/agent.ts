import { AppError } from '../../shared/errors.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import { ensureDataDir } from '../base/paths.ts';
import { type Random, systemRandom } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { SettingsStore } from '../base/settings.ts';
import { restoreVault } from '../vault/backup.ts';
import { argon2idKdf } from '../vault/kdf.ts';
import { nodeFs } from '../vault/node-fs.ts';
import { createVault, openVault, type Vault, vaultExists } from '../vault/vault.ts';
import type { AgentDeps, AgentOptions } from './agent-options.ts';
import { type BotServiceDeps, makeBotService } from './bot-service.ts';
import { makeBotAdmin } from './bots.ts';
import type { CallDeps } from './call.ts';
import { explainError } from './causes.ts';
import { disarmAll } from './disarm.ts';
import type { FileHolder, Files } from './files.ts';
import { type KeychainDeps, KeychainUnlock } from './keychain.ts';
import { makeKeyService } from './keys.ts';
import { lendLogKeys } from './lend-log-keys.ts';
import { makeLifetime } from './lifetime.ts';
import type { LogKeeper } from './log-keeper.ts';
import { makeLogService } from './log-service.ts';
import { LookUps } from './look-ups.ts';
import { NameBook } from './names.ts';
import type { OpenedHolder } from './opened-holder.ts';
import { Pairings } from './pairing.ts';
import { cancelEverywhere } from './panic.ts';
import { PassphraseTries } from './passphrase-tries.ts';
import type {
  Agent,
  AgentEvent,
  BotAdminService,
  BotService,
  CallLogService,
  DoorPlaces,
  KeyService,
  Unlock,
  VaultAdminService,
} from './ports.ts';
import { recheck } from './recheck.ts';
import { toStandardError } from './report.ts';
import { lookUpDoubts, settledCall } from './settled.ts';
import { sealViewOf, statusOf } from './status.ts';
import { UnderWay } from './under-way.ts';
import { Usage } from './usage.ts';
import { makeVaultAdmin } from './vault-admin.ts';
import { Venues } from './venues.ts';

/** Builds a data directory's agent, sealed. Throws: INPUT_INVALID, VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
export async function createAgent({
  dataDir,
  clock = systemClock,
  random = systemRandom,
  vaultDeps,
  report = toStandardError,
}: AgentOptions): Promise<Agent> {
  ensureDataDir(dataDir);
  const deps = { dir: dataDir, fs: nodeFs, clock, random, kdf: argon2idKdf(), ...vaultDeps };
  const agent = new RunningAgent(dataDir, clock, random, deps, report);
  if (await vaultExists(deps)) agent.files.open();
  return agent;
}

interface Begun<T> {
  readonly vault: Vault;
  readonly answer: T;
  readonly isRestored?: boolean;
}

class RunningAgent implements Agent {
  readonly dataDir: string;
  readonly settings: SettingsStore;
  readonly keys: KeyService;
  readonly bots: BotService;
  readonly botAdmin: BotAdminService;
  readonly vaultAdmin: VaultAdminService;
  readonly keychain: KeychainUnlock;
  readonly callLog: CallLogService;
  readonly files: FileHolder;
  readonly #clock: Clock;
  readonly #vaultDeps: AgentDeps;
  readonly #report: (fault: unknown) => void;
  readonly #random: Random;
  readonly #names: NameBook;
  readonly #venues: Venues;
  readonly #usage = new Usage();
  readonly #underWay = new UnderWay();
  readonly #lookUps: LookUps;
  readonly #listeners = new Set<(event: AgentEvent) => void>();
  readonly #since: number;
  readonly #logKeeper: LogKeeper;
  readonly #holder: OpenedHolder;
  /** Opening and sealing go one after the other. */
  readonly #inTurn = oneByOne();
  readonly #tries: PassphraseTries;

  constructor(dataDir: string, clock: Clock, random: Random, vaultDeps: AgentDeps, report: (fault: unknown) => void) {
    this.#report = report;
    this.dataDir = dataDir;
    this.#clock = clock;
    this.#random = random;
    this.#since = clock.now();
    this.#names = new NameBook(dataDir);
    this.#venues = new Venues(clock);
    this.#tries = new PassphraseTries({ clock, report });
    this.#lookUps = new LookUps({ calls: () => this.#callDeps(), report });
    const lifetime = makeLifetime({
      ...{ dataDir, clock, random, vaultDeps, venues: this.#venues, names: this.#names, report },
      seal: () => this.seal(),
      called: (call) => this.#emit({ kind: 'call', call }),
      changed: (kind) => this.#changed(kind),
      logChanged: () => this.#emit({ kind: 'vault', vault: this.#status() }),
      saved: (generation) => this.keychain.note(generation),
    });
    this.settings = lifetime.settings;
    this.files = lifetime.files;
    this.#holder = lifetime.holder;
    this.#logKeeper = lifetime.logKeeper;
    this.#vaultDeps = lifetime.vaultDeps;
    const opened = () => this.#needOpened();
    const changed = (kind: 'keys' | 'bots') => () => this.#changed(kind);
    const calls = () => this.#callDeps();
    this.keys = makeKeyService({ opened, clock, random, kdf: vaultDeps.kdf, changed: changed('keys'), calls });
    const state = () => this.files.need().state;
    const acceptLog = () => this.#logKeeper.accept();
    this.vaultAdmin = makeVaultAdmin({ opened, state, vaultDeps, acceptLog, rekeyed: () => this.#holder.rekeyed() });
    const unseal: KeychainDeps['unseal'] = (by) =>
      this.#inTurn(
        async () => this.#holder.now ?? this.#takeIn(await openVault(this.#vaultDeps, by), this.files.need()),
      );
    this.keychain = new KeychainUnlock({ ...vaultDeps, report, vault: () => this.#holder.now?.vault, unseal });
    this.callLog = makeLogService({
      ...{ agent: this, log: () => this.files.need().log, keeper: this.#logKeeper, names: this.#names },
      ...{ clock, random, calls, opened },
      lend: (by) => this.#inTurn(() => this.#tries.run(state(), () => lendLogKeys(this.#vaultDeps, by))),
    });
    const pairings = new Pairings(clock, random);
    const own = { ...this.#ports(), names: this.#names, clock, random, report, pairings, venues: this.#venues };
    this.botAdmin = makeBotAdmin({ ...own, changed: changed('bots') });
    this.bots = makeBotService({
      ...{ ...own, vault: () => this.#status(), settings: this.settings },
      underWay: (call) => this.#underWay.add(call),
      settled: (...about) => settledCall(this.#doubts(), ...about),
    });
  }

  status(doors: DoorPlaces | undefined) {
    return statusOf({
      ...{ doors, sinceMs: this.#since, nowMs: this.#clock.now(), vault: this.#status() },
      ...{ warnings: this.#holder.warnings, opened: this.#holder.now, names: this.#names },
      ...{ files: this.files.now, venues: this.#venues },
    });
  }

  create(passphrase: Secret) {
    return this.#begin(async () => {
      const { vault, recoveryKey } = await createVault(this.#vaultDeps, passphrase);
      return { vault, answer: { recoveryKey, vaultId: vault.vaultId } };
    });
  }

  async restore(copy: Uint8Array, unlock: Unlock) {
    const { vaultId } = await this.#begin(async () => {
      const expected = this.#names.vaultId;
      const vault = await restoreVault(this.#vaultDeps, copy, unlock, expected === undefined ? {} : { expected });
      return { vault, answer: { vaultId: vault.vaultId }, isRestored: true };
    });
    return { vaultId, paused: await this.botAdmin.pauseAll() };
  }

  #begin<T>(make: () => Promise<Begun<T>>): Promise<T> {
    return this.#inTurn(async () => {
      if (this.files.now !== undefined) throw new AppError('VAULT_EXISTS');
      // First what may fail: once there is a vault, its recovery key must reach the user.
      const files = this.files.open();
      try {
        const { vault, answer, isRestored } = await make();
        await this.#takeIn(vault, files, isRestored).catch(this.#report);
        return answer;
      } catch (fault) {
        this.files.close();
        throw fault;
      }
    });
  }

  unseal(unlock: Unlock) {
    return this.#inTurn(async () => {
      const files = this.files.need();
      if (this.#holder.now !== undefined) await this.confirm(unlock);
      else await this.#takeIn(await this.#tries.run(files.state, () => openVault(this.#vaultDeps, unlock)), files);
      return this.#sealView();
    });
  }

  async panic({ cancelAll, seal }: { readonly cancelAll: boolean; readonly seal: boolean }) {
    const paused = await this.botAdmin.pauseAll();
    const opened = cancelAll ? this.#holder.now : undefined;
    const done = await cancelEverywhere({ opened, calls: () => this.#callDeps() });
    const { vault } = seal ? await this.seal() : this.#sealView();
    return { vault, paused, ...done };
  }

  seal() {
    return this.#inTurn(async () => {
      this.files.need();
      await disarmAll(this.#holder.now, () => this.#callDeps(), this.#report);
      await this.#dropOpened();
      return this.#sealView();
    });
  }

  async confirm(unlock: Unlock): Promise<void> {
    await this.#tries.run(this.files.need().state, async () => {
      if (!(await this.#needOpened().vault.confirm(unlock))) throw new AppError('PASSPHRASE_WRONG');
    });
  }

  explain(error: string, ref?: string) {
    if (ref === undefined) return explainError(error, undefined);
    return explainError(error, { ref, opened: this.#needOpened(), venues: this.#venues, nowMs: this.#clock.now() });
  }

  log = (query: Parameters<Agent['log']>[0]) => this.files.now?.log.query(query) ?? [];
  stopAsking = (): void => this.#holder.now?.approvals.drop(new AppError('VAULT_SEALED'));

  subscribe(listener: (event: AgentEvent) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.stopAsking();
    await this.#underWay.ended(this.#clock);
    if (this.files.now !== undefined) await this.seal();
    await this.keychain.settled();
    await this.#venues.close();
    this.files.close();
  }

  #ports(): Pick<BotServiceDeps, 'opened' | 'openedOrSealed' | 'state' | 'log' | 'calls'> {
    return {
      opened: () => this.#needOpened(),
      openedOrSealed: () => this.files.need() && this.#holder.now,
      state: () => this.files.need().state,
      log: () => this.files.need().log,
      calls: () => this.#callDeps(),
    };
  }

  #callDeps(): CallDeps {
    const { log, state } = this.files.need();
    const { sessions, approvals } = this.#needOpened();
    return {
      ...{ log, state, sessions, approvals, usage: this.#usage, lookUps: this.#lookUps },
      ...{ clock: this.#clock, report: this.#report, random: this.#random, logTrouble: () => this.#holder.logTrouble },
      recheck: (caller) => recheck(caller, sessions, this.#needOpened(), this.#clock.now()),
    };
  }

  async #takeIn(vault: Vault, files: Files, isRestored = false): Promise<void> {
    const seen = this.keychain.lastSeen(vault.vaultId);
    await this.#holder.takeIn(vault, files, { isRestored, seenElsewhere: seen === undefined ? [] : [seen] });
    this.keychain.note(vault.generation);
    lookUpDoubts(this.#doubts());
    this.#emit({ kind: 'vault', vault: 'open' });
  }

  #doubts() {
    return { calls: () => this.#callDeps(), lookUps: this.#lookUps, inventory: this.#needOpened().inventory };
  }

  async #dropOpened(): Promise<void> {
    this.#lookUps.stop();
    if (await this.#holder.drop()) this.#emit({ kind: 'vault', vault: 'sealed' });
  }

  #changed(kind: 'keys' | 'bots' | 'approvals'): void {
    if (kind !== 'approvals') this.#holder.writeNames();
    this.#emit({ kind });
  }

  #status(): VaultStatus {
    if (this.files.now === undefined) return 'missing';
    return this.#holder.now === undefined ? 'sealed' : 'open';
  }

  #sealView = () => sealViewOf(this.#status(), this.#holder.now);
  #needOpened() {
    this.files.need();
    return this.#holder.need();
  }

  #emit(event: AgentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
