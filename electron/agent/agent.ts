import { AppError } from '../../shared/errors.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import { ensureDataDir } from '../base/paths.ts';
import { type Random, systemRandom } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { openSettings, type SettingsStore } from '../base/settings.ts';
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
import { FileHolder, type Files } from './files.ts';
import { type KeychainDeps, KeychainUnlock } from './keychain.ts';
import { makeKeyService } from './keys.ts';
import { LookUps } from './look-ups.ts';
import { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import { Pairings } from './pairing.ts';
import { cancelEverywhere } from './panic.ts';
import { PassphraseTries } from './passphrase-tries.ts';
import type {
  Agent,
  AgentEvent,
  BotAdminService,
  BotService,
  DoorPlaces,
  KeyService,
  Unlock,
  VaultAdminService,
} from './ports.ts';
import { readOpened } from './read-opened.ts';
import { recheck } from './recheck.ts';
import { tellOfFiles, toStandardError } from './report.ts';
import { lookUpDoubts, settledCall } from './settled.ts';
import { statusOf } from './status.ts';
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

class RunningAgent implements Agent {
  readonly dataDir: string;
  readonly settings: SettingsStore;
  readonly keys: KeyService;
  readonly bots: BotService;
  readonly botAdmin: BotAdminService;
  readonly vaultAdmin: VaultAdminService;
  readonly keychain: KeychainUnlock;
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
  #opened: Opened | undefined;
  /** Opening and sealing go one after the other. */
  readonly #inTurn = oneByOne();
  readonly #tries: PassphraseTries;

  constructor(dataDir: string, clock: Clock, random: Random, vaultDeps: AgentDeps, report: (fault: unknown) => void) {
    this.#report = report;
    this.dataDir = dataDir;
    this.files = new FileHolder(dataDir, clock, (call) => this.#emit({ kind: 'call', call }));
    this.settings = openSettings(dataDir);
    this.#clock = clock;
    this.#random = random;
    this.#vaultDeps = vaultDeps;
    this.#since = clock.now();
    this.#names = new NameBook(dataDir);
    this.#venues = new Venues(clock);
    this.#tries = new PassphraseTries({ clock, report });
    this.#lookUps = new LookUps({ calls: () => this.#callDeps(), report });
    const opened = () => this.#needOpened();
    const changed = (kind: 'keys' | 'bots') => () => this.#changed(kind);
    const { kdf } = vaultDeps;
    this.keys = makeKeyService({ opened, clock, random, kdf, changed: changed('keys'), calls: () => this.#callDeps() });
    this.vaultAdmin = makeVaultAdmin({ opened, vaultDeps });
    const unseal: KeychainDeps['unseal'] = (by) =>
      this.#inTurn(async () => this.#opened ?? this.#takeIn(await openVault(this.#vaultDeps, by), this.files.need()));
    this.keychain = new KeychainUnlock({ ...vaultDeps, report, vault: () => this.#opened?.vault, unseal });
    const own = { ...this.#ports(), names: this.#names, random, report, pairings: new Pairings(clock, random) };
    this.botAdmin = makeBotAdmin({ ...own, venues: this.#venues, clock, changed: changed('bots') });
    this.bots = makeBotService({
      ...{ ...own, vault: () => this.#status(), now: clock.now, settings: this.settings },
      underWay: (call) => this.#underWay.add(call),
      settled: (...about) => settledCall(this.#doubts(), ...about),
    });
  }

  status(doors: DoorPlaces | undefined) {
    return statusOf({
      ...{ doors, sinceMs: this.#since, nowMs: this.#clock.now(), vault: this.#status(), warnings: [] },
      ...{ opened: this.#opened, names: this.#names, state: this.files.now?.state, venues: this.#venues },
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
      const vault = await restoreVault(this.#vaultDeps, copy, unlock);
      return { vault, answer: { vaultId: vault.vaultId } };
    });
    return { vaultId, paused: await this.botAdmin.pauseAll() };
  }

  #begin<T>(make: () => Promise<{ readonly vault: Vault; readonly answer: T }>): Promise<T> {
    return this.#inTurn(async () => {
      if (this.files.now !== undefined) throw new AppError('VAULT_EXISTS');
      // First what may fail: once there is a vault, its recovery key must reach the user.
      const files = this.files.open();
      try {
        const { vault, answer } = await make();
        await this.#takeIn(vault, files).catch(this.#report);
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
      if (this.#opened !== undefined) await this.confirm(unlock);
      else await this.#takeIn(await this.#tries.run(files.state, () => openVault(this.#vaultDeps, unlock)), files);
      return this.#sealView();
    });
  }

  async panic({ cancelAll, seal }: { readonly cancelAll: boolean; readonly seal: boolean }) {
    const paused = await this.botAdmin.pauseAll();
    const opened = cancelAll ? this.#opened : undefined;
    const done = await cancelEverywhere({ opened, calls: () => this.#callDeps() });
    const { vault } = seal ? await this.seal() : this.#sealView();
    return { vault, paused, ...done };
  }

  seal() {
    return this.#inTurn(async () => {
      this.files.need();
      await disarmAll(this.#opened, () => this.#callDeps(), this.#report);
      this.#dropOpened();
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
  stopAsking = (): void => this.#opened?.approvals.drop(new AppError('VAULT_SEALED'));

  subscribe(listener: (event: AgentEvent) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.stopAsking();
    await this.#underWay.ended(this.#clock);
    if (this.files.now !== undefined) await this.seal();
    await this.#venues.close();
    this.files.close();
  }

  #ports(): Pick<BotServiceDeps, 'opened' | 'openedOrSealed' | 'state' | 'log' | 'calls'> {
    return {
      opened: () => this.#needOpened(),
      openedOrSealed: () => this.files.need() && this.#opened,
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
      ...{ clock: this.#clock, report: this.#report, random: this.#random },
      recheck: (caller) => recheck(caller, sessions, this.#needOpened(), this.#clock.now()),
    };
  }

  async #takeIn(vault: Vault, { state }: Files): Promise<void> {
    const stateKey = vault.subkey('state');
    try {
      state.setKey(stateKey);
      const own = { venues: this.#venues, clock: this.#clock, random: this.#random, report: this.#report };
      const opened = await readOpened({ ...own, vault, stateKey, state, changed: (kind) => this.#changed(kind) });
      this.#opened = opened;
      this.#writeNames(opened);
    } catch (fault) {
      this.#wipe(vault, stateKey);
      throw fault;
    }
    tellOfFiles(this.#report, vault, state);
    lookUpDoubts(this.#doubts());
    this.#emit({ kind: 'vault', vault: 'open' });
  }

  #doubts() {
    return { calls: () => this.#callDeps(), lookUps: this.#lookUps, inventory: this.#needOpened().inventory };
  }

  #dropOpened(): void {
    if (this.#opened === undefined) return;
    this.#lookUps.stop();
    const { vault, sessions, approvals, stateKey } = this.#opened;
    this.#opened = undefined;
    approvals.drop(new AppError('VAULT_SEALED'));
    sessions.close();
    this.#wipe(vault, stateKey);
    this.#emit({ kind: 'vault', vault: 'sealed' });
  }

  #wipe(vault: Vault, stateKey: Secret): void {
    vault.seal();
    this.files.now?.state.setKey(undefined);
    stateKey.wipe();
  }

  #changed(kind: 'keys' | 'bots' | 'approvals'): void {
    if (kind !== 'approvals' && this.#opened !== undefined) this.#writeNames(this.#opened);
    this.#emit({ kind });
  }

  /** names.json allows nothing, so what stands in the vault already must not fail for it. */
  #writeNames({ vault, inventory }: Opened): void {
    try {
      this.#names.write(vault.vaultId, inventory);
    } catch (fault) {
      this.#report(fault);
    }
  }

  #status(): VaultStatus {
    if (this.files.now === undefined) return 'missing';
    return this.#opened === undefined ? 'sealed' : 'open';
  }

  #sealView() {
    const paused = (this.#opened?.inventory.bots() ?? []).filter((bot) => bot.paused).map((bot) => bot.name);
    return { vault: this.#status(), paused, cancelled: [], failed: [] };
  }

  #needOpened(): Opened {
    this.files.need();
    if (this.#opened === undefined) throw new AppError('VAULT_SEALED');
    return this.#opened;
  }

  #emit(event: AgentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
