import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { diagnose } from '../../shared/guidance/diagnose.ts';
import { findError } from '../../shared/guidance/exchange-words.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { ensurePrivateDir } from '../base/paths.ts';
import { type Random, systemRandom } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { type CallLog, openCallLog } from '../calllog/store.ts';
import { openState, type State } from '../state/store.ts';
import { argon2idKdf } from '../vault/kdf.ts';
import { nodeFs } from '../vault/node-fs.ts';
import { createVault, openVault, type Vault, type VaultDeps, vaultExists } from '../vault/vault.ts';
import { type BotServiceDeps, makeBotService } from './bot-service.ts';
import { applyNarrowings, makeBotAdmin } from './bots.ts';
import type { CallDeps } from './call.ts';
import type { Caller } from './gate.ts';
import { Inventory } from './inventory.ts';
import { makeKeyService } from './keys.ts';
import { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import type { Agent, AgentEvent, BotAdminService, BotService, DoorPlaces, KeyService, Unlock } from './ports.ts';
import { Sessions } from './sessions.ts';
import { statusOf } from './status.ts';
import { Usage } from './usage.ts';
import { Venues } from './venues.ts';

export interface AgentOptions {
  /** Made with 0700 where it is missing. The caller holds its lock. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Replaces how the vault reaches its disk and stretches passphrases, for tests and for the desktop's bundle. */
  readonly vaultDeps?: Partial<VaultDeps>;
}

/** Builds the agent of a data directory, sealed. Throws: INPUT_INVALID, VAULT_NEWER, DISK_FULL, RECORD_FAILED. */
export async function createAgent({
  dataDir,
  clock = systemClock,
  random = systemRandom,
  vaultDeps,
}: AgentOptions): Promise<Agent> {
  ensurePrivateDir(dataDir);
  const deps = { dir: dataDir, fs: nodeFs, clock, random, kdf: argon2idKdf(), ...vaultDeps };
  const agent = new RunningAgent(dataDir, clock, random, deps);
  if (await vaultExists(deps)) agent.openFiles();
  return agent;
}

/** The files that go with a vault, open also while it is sealed. */
interface Files {
  readonly state: State;
  readonly log: CallLog;
}

class RunningAgent implements Agent {
  readonly dataDir: string;
  readonly keys: KeyService;
  readonly bots: BotService;
  readonly botAdmin: BotAdminService;
  readonly #clock: Clock;
  readonly #vaultDeps: VaultDeps;
  readonly #random: Random;
  readonly #names: NameBook;
  readonly #venues: Venues;
  readonly #usage = new Usage();
  readonly #listeners = new Set<(event: AgentEvent) => void>();
  readonly #since: number;
  #files: Files | undefined;
  #opened: Opened | undefined;
  /** Opening and sealing go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(dataDir: string, clock: Clock, random: Random, vaultDeps: VaultDeps) {
    this.dataDir = dataDir;
    this.#clock = clock;
    this.#random = random;
    this.#vaultDeps = vaultDeps;
    this.#since = clock.now();
    this.#names = new NameBook(dataDir);
    this.#venues = new Venues(clock);
    const opened = () => this.#needOpened();
    const changed = (kind: 'keys' | 'bots') => () => this.#changed(kind);
    this.keys = makeKeyService({ opened, clock, random, changed: changed('keys') });
    this.botAdmin = makeBotAdmin({
      ...this.#ports(),
      names: this.#names,
      venues: this.#venues,
      clock,
      random,
      changed: changed('bots'),
    });
    this.bots = makeBotService({ ...this.#ports(), names: this.#names, vault: () => this.#status(), now: clock.now });
  }

  openFiles(): Files {
    const state = openState({ path: join(this.dataDir, 'state.sqlite'), clock: this.#clock });
    try {
      const log = openCallLog({ path: join(this.dataDir, 'calls.sqlite'), clock: this.#clock });
      log.subscribe((call) => this.#emit({ kind: 'call', call }));
      this.#files = { state, log };
      return this.#files;
    } catch (fault) {
      state.close();
      throw fault;
    }
  }

  status(doors: DoorPlaces | undefined) {
    return statusOf({
      doors,
      sinceMs: this.#since,
      nowMs: this.#clock.now(),
      vault: this.#status(),
      opened: this.#opened,
      names: this.#names,
      state: this.#files?.state,
      venues: this.#venues,
    });
  }

  create(passphrase: Secret) {
    return this.#inTurn(async () => {
      const { vault, recoveryKey } = await createVault(this.#vaultDeps, passphrase);
      await this.#takeIn(vault, this.#files ?? this.openFiles());
      return { recoveryKey, vaultId: vault.vaultId };
    });
  }

  unseal(unlock: Unlock) {
    return this.#inTurn(async () => {
      const files = this.#needFiles();
      if (this.#opened === undefined) await this.#takeIn(await openVault(this.#vaultDeps, unlock), files);
      else await this.confirm(unlock);
      return this.#sealView();
    });
  }

  seal() {
    return this.#inTurn(async () => {
      this.#needFiles();
      this.#dropOpened();
      return this.#sealView();
    });
  }

  async confirm(unlock: Unlock): Promise<void> {
    if (!(await this.#needOpened().vault.confirm(unlock))) throw new AppError('PASSPHRASE_WRONG');
  }

  explain(error: string, ref?: string) {
    const key = ref === undefined ? undefined : this.#needOpened().inventory.key(ref);
    const offset = key === undefined ? undefined : this.#venues.of(key.exchange, key.endpoint).knownOffset();
    const causes = diagnose({
      error,
      exchange: key?.exchange ?? 'kraken',
      twoFactor: key?.twoFactor.kind,
      ...(key === undefined ? {} : { usedBy: key.usedBy }),
      ...(offset === undefined ? {} : { clockOffsetMs: offset.offsetMs }),
    });
    return { error: findError(error) ?? error, causes };
  }

  log(query: Parameters<Agent['log']>[0]) {
    return this.#files?.log.query(query) ?? [];
  }

  subscribe(listener: (event: AgentEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => this.#dropOpened());
    await this.#venues.close();
    this.#files?.log.close();
    this.#files?.state.close();
    this.#files = undefined;
  }

  #ports(): Pick<BotServiceDeps, 'opened' | 'openedOrSealed' | 'state' | 'log' | 'calls'> {
    return {
      opened: () => this.#needOpened(),
      openedOrSealed: () => {
        this.#needFiles();
        return this.#opened;
      },
      state: () => this.#needFiles().state,
      log: () => this.#needFiles().log,
      calls: () => this.#callDeps(),
    };
  }

  #callDeps(): CallDeps {
    const { log, state } = this.#needFiles();
    const { sessions } = this.#needOpened();
    return {
      log,
      state,
      sessions,
      clock: this.#clock,
      usage: this.#usage,
      random: this.#random,
      recheck: (caller) => this.#recheck(caller, sessions),
    };
  }

  /** The last look before a request leaves: what was revoked, paused or sealed meanwhile must stop it. */
  #recheck({ authority }: Caller, sessions: Sessions): void {
    const { inventory, sessions: current } = this.#needOpened();
    if (current !== sessions) throw new AppError('VAULT_SEALED');
    if (authority === undefined) return;
    const bot = inventory.findBot(authority.bot.id);
    if (bot === undefined) throw new AppError('TOKEN_UNKNOWN');
    if (bot.paused) throw new AppError('BOT_PAUSED');
  }

  async #takeIn(vault: Vault, { state }: Files): Promise<void> {
    state.setKey(vault.subkey('state'));
    const inventory = Inventory.read(vault);
    await applyNarrowings({ vault, inventory }, state);
    this.#opened = {
      vault,
      inventory,
      sessions: new Sessions({ vault, state, venues: this.#venues, clock: this.#clock }),
    };
    this.#names.write(vault.vaultId, inventory);
    this.#emit({ kind: 'vault', vault: 'open' });
  }

  #dropOpened(): void {
    if (this.#opened === undefined) return;
    const { vault, sessions } = this.#opened;
    this.#opened = undefined;
    sessions.close();
    vault.seal();
    this.#files?.state.setKey(undefined);
    this.#emit({ kind: 'vault', vault: 'sealed' });
  }

  #changed(kind: 'keys' | 'bots'): void {
    if (this.#opened !== undefined) this.#names.write(this.#opened.vault.vaultId, this.#opened.inventory);
    this.#emit({ kind });
  }

  #status(): VaultStatus {
    if (this.#files === undefined) return 'missing';
    return this.#opened === undefined ? 'sealed' : 'open';
  }

  #sealView() {
    const paused = (this.#opened?.inventory.bots() ?? []).filter((bot) => bot.paused).map((bot) => bot.name);
    return { vault: this.#status(), paused, cancelled: [], failed: [] };
  }

  #needFiles(): Files {
    if (this.#files === undefined) throw new AppError('VAULT_MISSING');
    return this.#files;
  }

  #needOpened(): Opened {
    this.#needFiles();
    if (this.#opened === undefined) throw new AppError('VAULT_SEALED');
    return this.#opened;
  }

  #emit(event: AgentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    // The next in turn must go on also after a failure, which belongs to whoever asked for this one.
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
