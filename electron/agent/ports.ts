/** What the doors see of the agent. `agent.ts` builds one; tests may build another. */

import type { z } from 'zod';
import type { CodeView, ExchangeFacts, KeyView, MeView } from '../../shared/bot-api.ts';
import type { ControlResult } from '../../shared/control-api.ts';
import type {
  ApprovalFor,
  ApprovalView,
  BotInput,
  BotListItem,
  ImportFile,
  ImportView,
  KeyDetail,
  KeyInput,
  KeyListItem,
  KeyRotation,
  KeyTest,
  LogQuery,
  PairView,
  RotateInput,
  StatusView,
} from '../../shared/control-views.ts';
import type { Cause } from '../../shared/errors.ts';
import type {
  LogBundleView,
  LogCheckView,
  LogExportQuery,
  LogExportStep,
  LogHeadView,
  LogStatsView,
  LogVerifyQuery,
  LogVerifyStep,
} from '../../shared/log-views.ts';
import type { Bot, CallRecord, CodeSchedule, Door, GrantInput, Use, VaultStatus } from '../../shared/model.ts';
import type { KeyDraftInput, KeyFinding } from '../../shared/window-views.ts';
import type { Secret } from '../base/secret.ts';
import type { SettingsStore } from '../base/settings.ts';
import type { GrantChange } from './bot-grants.ts';
import type { BotSetupService } from './bot-setup-port.ts';
import type { BotUsageService } from './bot-usage-port.ts';
import type { CallDetails } from './call-details-port.ts';
import type { PairingState, PairingWish } from './pairing.ts';
import type { ResignService } from './resign-port.ts';
import type { StreamService } from './streams/port.ts';

/** What opens a vault. The agent wipes the secret when it is done with it. */
export interface Unlock {
  readonly kind: 'passphrase' | 'recovery';
  readonly secret: Secret;
}

/** What is new: the whole record of a call each time it changes, and the vault's state. */
export type AgentEvent =
  | { readonly kind: 'call'; readonly call: CallRecord }
  | { readonly kind: 'vault'; readonly vault: VaultStatus }
  | { readonly kind: 'keys' }
  | { readonly kind: 'bots' }
  /** A question came, was answered or ran out. */
  | { readonly kind: 'approvals' };

export interface CallInput {
  readonly method: string;
  readonly args: readonly unknown[];
  /** `Keybearer-Deadline-Ms`: how long the bot will wait for its turn, in ms. */
  readonly deadlineMs?: number;
  /** `Idempotency-Key`, 1 to 64 printable characters. */
  readonly idempotencyKey?: string;
}

export interface CallAnswer {
  readonly result: unknown;
  readonly callId: string;
  /** Is it the answer to an earlier request of the same name? */
  readonly isReplay?: boolean;
}

/** The bots' door asks only for these. Every function throws AppError. */
export interface BotService {
  vault(): VaultStatus;
  /**
   * The bot with this token hash (hex SHA-256), come in by this door.
   * Throws: TOKEN_UNKNOWN (also: not made for this door), TOKEN_EXPIRED, VAULT_SEALED where names.json knows the hash.
   */
  identify(tokenHash: string, door: Door): Bot;
  /** A bot without a token asks to be let in. Throws: VAULT_SEALED, PAIRING_LIMIT; PERMISSION_DENIED on TCP, unless the owner set `pairing.http`. */
  pair(wish: PairingWish, door: Door): Promise<{ pairing: string; code: string }>;
  /** Throws: PAIRING_UNKNOWN, PAIRING_EXPIRED. */
  pairing(id: string): PairingState;
  me(bot: Bot): z.infer<typeof MeView>;
  keys(bot: Bot): z.infer<typeof KeyView>[];
  /** Throws: KEY_UNKNOWN, BOT_PAUSED. */
  exchange(bot: Bot, key: string): Promise<z.infer<typeof ExchangeFacts>>;
  /** `key` is an id or a label. Throws: KEY_UNKNOWN, BOT_PAUSED, METHOD_UNKNOWN and all that a call can meet. */
  call(bot: Bot, key: string, input: CallInput): Promise<CallAnswer>;
  readonly resign: ResignService;
  readonly streams: StreamService;
  code(bot: Bot, key: string): Promise<z.infer<typeof CodeView>>;
  /** Throws: PERMISSION_DENIED, also where the switch of this key is off; what a request throws. */
  heartbeat(bot: Bot, key: string, seconds: number): Promise<{ until: string }>;
  calls(
    bot: Bot,
    query: { since?: string | undefined; status?: CallRecord['status'] | undefined; limit: number },
  ): Promise<{ calls: CallRecord[]; next: string | null }>;
}

/** One account of a file, for one key. */
export interface ImportChoice extends ImportFile {
  readonly key: string;
  /** From 1, as `read` counts them. */
  readonly account: number;
}

/** Second factors out of files. Throws: CODE_SECRET_INVALID. */
export interface ImportService {
  read(file: ImportFile): Promise<ImportView>;
  code(choice: ImportChoice): Promise<{ code: string; expiresAt: string }>;
  /** Throws also: the exchange's refusal; then nothing is changed. */
  keep(choice: ImportChoice): Promise<KeyRotation>;
}

export interface KeyService {
  readonly imports: ImportService;
  /** Throws: LABEL_TAKEN, INPUT_INVALID, CODE_SECRET_INVALID; CONFIRMATION_NEEDED for a foreign endpoint, unless confirmed. */
  add(
    input: KeyInput & { readonly confirmEndpoint?: boolean | undefined },
  ): Promise<{ id: string; label: string; warnings?: readonly string[] }>;
  /** Looks at a key while it is typed in. */
  check(draft: KeyDraftInput): Promise<KeyFinding[]>;
  list(): KeyListItem[];
  show(key: string): KeyDetail;
  remove(key: string): Promise<{ id: string; label: string }>;
  /** Throws: EXCHANGE_UNAVAILABLE where the exchange gave no answer; a refusal is a finding. */
  test(key: string, tryReuse: boolean): Promise<KeyTest>;
  /** Puts new secrets behind a key's label. Throws: the exchange's refusal of them; then nothing is changed. */
  rotate(key: string, input: RotateInput): Promise<KeyRotation>;
  /** Says who uses a key. Throws: INPUT_INVALID. */
  use(key: string, usedBy: readonly Use[]): Promise<KeyListItem>;
  /** Says whether a code works more than once; `unknown` lets the agent find out again. */
  setCodes(key: string, codes: CodeSchedule): Promise<KeyListItem>;
  /** Lets bots feed the exchange's dead man's switch, or not. Throws: INPUT_INVALID where the exchange has none. */
  setDeadMan(key: string, on: boolean): Promise<KeyListItem>;
  code(key: string): Promise<{ code: string; expiresAt: string }>;
}

/** Which answer was given to whom. */
export type Answered = Pick<ApprovalView, 'id' | 'bot' | 'key' | 'symbol'>;

/** What waits for the owner's yes. Throws: VAULT_SEALED; INPUT_INVALID where there is no such question. */
export interface ApprovalService {
  list(): ApprovalView[];
  approve(id: string, how: ApprovalFor): Promise<Answered>;
  deny(id: string): Promise<Answered>;
}

/** Bots that wait to be let in. Throws: INPUT_INVALID on a code that no bot shows. */
export interface PairService {
  show(code: string): PairView;
  /** Takes: grants = instead of those that the bot wants. */
  approve(code: string, grants: readonly GrantInput[] | undefined): Promise<{ id: string; name: string }>;
}

export interface BotAdminService extends BotUsageService, BotSetupService {
  readonly pairs: PairService;
  readonly approvals: ApprovalService;
  /** The token is given once, here. Throws: CONFIRMATION_NEEDED for dangerous permissions on TCP, unless confirmed. */
  add(
    input: BotInput & { readonly confirmDangerous?: boolean | undefined },
  ): Promise<{ id: string; name: string; token: string }>;
  list(): BotListItem[];
  show(bot: string): BotListItem;
  grant(bot: string, change: GrantChange): Promise<BotListItem>;
  pause(bot: string): Promise<{ id: string; name: string }>;
  resume(bot: string): Promise<{ id: string; name: string }>;
  revoke(bot: string): Promise<{ id: string; name: string }>;
  /** The old token stops at once; the new one is given once, here. */
  rotateToken(bot: string): Promise<{ id: string; name: string; token: string }>;
  /** Pauses every bot, also while sealed. Gives: the names of those that were active. */
  pauseAll(): Promise<string[]>;
}

/** The vault as a whole. Takes: unlock = the passphrase of now, or the recovery key. Throws: PASSPHRASE_WRONG, INPUT_INVALID. */
export interface VaultAdminService {
  /** From then on the vault opens with this passphrase and not with the old one; the recovery key stays. */
  changePassphrase(unlock: Unlock, passphrase: Secret): Promise<{ vaultId: string }>;
  /** Writes a copy under a passphrase of its own to a new file. Takes: path, absolute. */
  backup(
    unlock: Unlock,
    path: string,
    passphrase: Secret,
  ): Promise<{ path: string; bytes: number; keys: number; bots: number }>;
  /**
   * Makes a new vault key and a new recovery key, and seals everything again. Where an earlier one was cut off before its
   * recovery key was confirmed, that key is given again and nothing else is done.
   * Throws: PASSPHRASE_WRONG; INPUT_INVALID for the recovery key.
   */
  rotate(unlock: Unlock): Promise<{ vaultId: string; recoveryKey: string; records: number; isResumed: boolean }>;
  /** When the next passphrase is tried, Unix milliseconds, after wrong ones; null where at once. Also while sealed. */
  waitsUntil(): number | null;
  /** The owner has the new recovery key; the vault keeps no copy of it from then on. */
  recoveryKept(): Promise<void>;
  /**
   * A call log that failed its check is put aside whole and a new one begins: bots may trade again.
   * Gives: where the old log is; null where nothing was wrong.
   */
  acceptLog(): Promise<{ keptAs: string | null }>;
}

/** Where a log stood once; older ones say nothing of segments. */
export type LogAnchor = NonNullable<LogVerifyQuery['anchor']>;

/** The call log as its owner uses it; it works while the vault is sealed, too. Throws: VAULT_MISSING, RECORD_FAILED. */
export interface CallLogService extends CallDetails {
  /** Newest first, off the main thread. */
  find(query: LogQuery): Promise<CallRecord[]>;
  head(): Promise<LogHeadView>;
  /**
   * Checks the whole log, also against a head that was kept elsewhere. A check that fails stops bots from trading, unless
   * it fails by that head alone, which may be of another log.
   */
  verify(anchor: LogAnchor | undefined, onProgress?: (seen: number, all: number) => void): Promise<LogCheckView>;
  /**
   * The same in steps of half a second at most. Takes: unlock = lends the keys of a sealed vault to this check.
   * Throws: INPUT_INVALID where the ticket is gone; PASSPHRASE_WRONG.
   */
  verifyStep(step: LogVerifyQuery, unlock: Unlock | undefined): Promise<LogVerifyStep>;
  /** Takes: ISO times; bucketMs = how long each bucket is, in milliseconds. Throws: INPUT_INVALID. */
  stats(query: { readonly since: string; readonly until: string; readonly bucketMs: number }): Promise<LogStatsView>;
  /** A part of an export, and where the next begins. */
  exportStep(query: LogExportQuery): Promise<z.infer<typeof LogExportStep>>;
  bundle(): Promise<LogBundleView>;
}

/** Where the doors are open, for `status` and agent.json. */
export interface DoorPlaces {
  readonly socket: string;
  readonly control: string;
  readonly http: string | null;
}

export interface Agent {
  readonly dataDir: string;
  readonly settings: SettingsStore;
  /** `doors` is undefined where this agent serves nobody (a command that composed one for itself). */
  status(doors: DoorPlaces | undefined): StatusView;
  /** Makes the vault. Throws: VAULT_EXISTS, INPUT_INVALID (an empty passphrase). */
  create(passphrase: Secret): Promise<{ recoveryKey: string; vaultId: string }>;
  /** Throws: VAULT_MISSING, PASSPHRASE_WRONG, VAULT_NEWER, VAULT_DAMAGED. Opening an open vault only checks the passphrase. */
  unseal(unlock: Unlock): Promise<ControlResult<'unseal'>>;
  seal(): Promise<ControlResult<'seal'>>;
  /** Pauses every bot, then cancels every open order and seals where that is wished. */
  panic(wish: { readonly cancelAll: boolean; readonly seal: boolean }): Promise<ControlResult<'panic'>>;
  /** Is this the passphrase of the open vault? After wrong ones it waits. Throws: PASSPHRASE_WRONG, VAULT_SEALED. */
  confirm(unlock: Unlock): Promise<void>;
  readonly bots: BotService;
  readonly keys: KeyService;
  readonly botAdmin: BotAdminService;
  readonly vaultAdmin: VaultAdminService;
  readonly keychain: KeychainService;
  readonly callLog: CallLogService;
  /**
   * Makes the vault from a backup, with every bot paused: what was revoked since the backup stands in it again.
   * Throws: VAULT_EXISTS, PASSPHRASE_WRONG, INPUT_INVALID, VAULT_NEWER, VAULT_DAMAGED.
   */
  restore(copy: Uint8Array, unlock: Unlock): Promise<{ vaultId: string; paused: string[] }>;
  explain(error: string, key?: string): { error: string; causes: Cause[] };
  log(query: LogQuery): CallRecord[];
  subscribe(listener: (event: AgentEvent) => void): () => void;
  /** Nobody will answer any more: what waits for a yes is refused, so that closing need not wait for it. */
  stopAsking(): void;
  /** Seals and closes every file; ends within 500 ms when nothing is in flight. */
  close(): Promise<void>;
}

/** What the system offers to keep a secret: macOS's Keychain, Windows' DPAPI, a keyring on Linux. */
export interface Keychain {
  /** Is it fit to guard a vault? Where it is not, `why` is one sentence. */
  state(): Promise<{ readonly fit: true } | { readonly fit: false; readonly why: string }>;
  /** Takes: text as UTF-8; it stays the caller's. Throws: INPUT_INVALID where the keychain is not fit, or failed. */
  seal(secret: Secret): Promise<Uint8Array>;
  /** `isStale` asks for what was sealed to be sealed again. Throws: as `seal`. */
  open(sealed: Uint8Array): Promise<{ readonly secret: Secret; readonly isStale: boolean }>;
}

/** The vault's slot whose key the system's keychain keeps, so that the desktop app opens the vault at its start. */
export interface KeychainService {
  /** `why` is one sentence where the keychain is not fit, or does not open this vault. */
  state(): Promise<{ on: boolean; fit: boolean; why: string | null }>;
  /** Throws: VAULT_SEALED, PASSPHRASE_WRONG, INPUT_INVALID where the keychain is not fit; DISK_FULL. */
  turnOn(unlock: Unlock): Promise<void>;
  /** Also while sealed; the vault's slot then goes when the vault opens. Throws: DISK_FULL. */
  turnOff(): Promise<void>;
  /** Tries to open the vault. Never throws: where it does not open, `why` is one sentence, or null where it is off. */
  open(): Promise<{ opened: boolean; why: string | null }>;
  /** Keeps the vault's generation as last seen, when it can: many at once are one, and a fault is only reported. */
  note(generation: number): void;
  /** The generation of this vault that the keychain's blob tells; undefined until `open` has read it. */
  lastSeen(vaultId: string): number | undefined;
  /** Ends when what was noted is kept or has failed; at once where nothing was noted, within half a second in any case. */
  settled(): Promise<void>;
}
