/** The terminal's contract: every request of the control door, and whether it needs the passphrase. */
import { z } from 'zod';
import { BotSetup, BotSetupQuery } from './connect/bot-setup.ts';
import {
  ApprovalFor,
  ApprovalView,
  BotInput,
  BotListItem,
  ExplainView,
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
  SealView,
  StatusView,
} from './control-views.ts';
import {
  LogBundleView,
  LogExportQuery,
  LogExportStep,
  LogHeadView,
  LogStatsView,
  LogVerifyQuery,
  LogVerifyStep,
} from './log-views.ts';
import { CallRecord, CodeSchedule, GrantInput, Time, Use } from './model.ts';
import { Settings } from './settings.ts';

interface ControlRow {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /**
   * `widens`: needs the passphrase each time, even while the vault is open; `opens`: takes it to open; `lends`: may take
   * it while the vault is sealed, for this one answer, and leaves the vault sealed; `free`: never.
   */
  readonly passphrase: 'widens' | 'opens' | 'lends' | 'free';
  /** Does it do its work while the vault is sealed? */
  readonly sealed: boolean;
}

const none = z.strictObject({});
const ok = z.object({});
const key = z.strictObject({ key: z.string().max(100) });
const bot = z.strictObject({ bot: z.string().max(100) });
export const controlApi = {
  status: { params: none, result: StatusView, passphrase: 'free', sealed: true },
  seal: { params: none, result: SealView, passphrase: 'free', sealed: true },
  unseal: { params: none, result: SealView, passphrase: 'opens', sealed: true },
  /** Takes away only, so that it never needs the passphrase. */
  panic: {
    params: z.strictObject({ cancelAll: z.boolean().default(false), seal: z.boolean().default(false) }),
    result: SealView,
    passphrase: 'free',
    sealed: true,
  },
  'key.add': {
    params: KeyInput.extend({ confirmEndpoint: z.boolean().optional() }),
    /** `warnings` are for the person who added it; the terminal's JSON leaves them out. */
    result: z.object({ id: z.string(), label: z.string(), warnings: z.array(z.string()).default([]) }),
    passphrase: 'widens',
    sealed: false,
  },
  'key.list': { params: none, result: z.array(KeyListItem), passphrase: 'free', sealed: false },
  'key.show': { params: key, result: KeyDetail, passphrase: 'free', sealed: false },
  'key.test': {
    params: key.extend({ reuse: z.boolean().default(false) }),
    result: KeyTest,
    passphrase: 'widens',
    sealed: false,
  },
  'key.rotate': {
    params: z.strictObject({ key: z.string(), input: RotateInput }),
    result: KeyRotation,
    passphrase: 'widens',
    sealed: false,
  },
  'key.codes': {
    params: key.extend({ codes: CodeSchedule }),
    result: KeyListItem,
    passphrase: 'widens',
    sealed: false,
  },
  'import.read': { params: ImportFile, result: ImportView, passphrase: 'widens', sealed: false },
  /** The code to type in at the exchange, for the clock of the key's exchange. */
  'import.code': {
    params: ImportFile.extend({ key: z.string().max(100), account: z.number().int().positive() }),
    result: z.object({ code: z.string(), expiresAt: Time }),
    passphrase: 'widens',
    sealed: false,
  },
  /** Makes an account the second factor of a key, once the exchange takes its codes. */
  'import.keep': {
    params: ImportFile.extend({ key: z.string().max(100), account: z.number().int().positive() }),
    result: KeyRotation,
    passphrase: 'widens',
    sealed: false,
  },
  'key.dead-man': {
    params: key.extend({ on: z.boolean() }),
    result: KeyListItem,
    passphrase: 'widens',
    sealed: false,
  },
  'key.use': {
    params: key.extend({ usedBy: z.array(Use).min(1).max(20) }),
    result: KeyListItem,
    passphrase: 'widens',
    sealed: false,
  },
  'key.remove': {
    params: key,
    result: z.object({ id: z.string(), label: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  'bot.add': {
    params: BotInput.extend({ confirmDangerous: z.boolean().optional() }),
    result: z.object({ id: z.string(), name: z.string(), token: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  'bot.list': { params: none, result: z.array(BotListItem), passphrase: 'free', sealed: false },
  'bot.show': { params: bot, result: BotListItem, passphrase: 'free', sealed: false },
  /** How a bot that can't be changed is set up for a key: addresses and dummies, none of which is a secret. */
  'bot.setup': { params: BotSetupQuery, result: BotSetup, passphrase: 'free', sealed: false },
  /** Puts grants in the place of those that the bot has on the same keys. Takes: isTrial = only say what would be. */
  'bot.grant': {
    params: bot.extend({
      grants: z.array(GrantInput).min(1).max(200),
      confirmDangerous: z.boolean().optional(),
      isTrial: z.boolean().default(false),
    }),
    result: BotListItem,
    passphrase: 'widens',
    sealed: false,
  },
  'bot.pause': {
    params: bot,
    result: z.object({ id: z.string(), name: z.string() }),
    passphrase: 'free',
    sealed: true,
  },
  'approval.list': { params: none, result: z.array(ApprovalView), passphrase: 'free', sealed: false },
  'approval.approve': {
    params: z.strictObject({ id: z.string().max(100), for: ApprovalFor.default('once') }),
    result: ApprovalView.pick({ id: true, bot: true, key: true, symbol: true }),
    passphrase: 'widens',
    sealed: false,
  },
  'approval.deny': {
    params: z.strictObject({ id: z.string().max(100) }),
    result: ApprovalView.pick({ id: true, bot: true, key: true, symbol: true }),
    passphrase: 'free',
    sealed: false,
  },
  'pair.show': {
    params: z.strictObject({ code: z.string().max(20) }),
    result: PairView,
    passphrase: 'widens',
    sealed: false,
  },
  'pair.approve': {
    params: z.strictObject({ code: z.string().max(20), grants: z.array(GrantInput).max(200).optional() }),
    result: z.object({ id: z.string(), name: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  'passphrase.change': {
    params: z.strictObject({
      passphrase: z
        .string()
        .min(1)
        .max(1024 * 1024),
    }),
    result: z.object({ vaultId: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  /** Takes: path, absolute; passphrase = the backup's own. */
  'vault.backup': {
    params: z.strictObject({
      path: z.string().min(1).max(4096),
      passphrase: z
        .string()
        .min(1)
        .max(1024 * 1024),
    }),
    result: z.object({ path: z.string(), bytes: z.number(), keys: z.number(), bots: z.number() }),
    passphrase: 'widens',
    sealed: false,
  },
  /** A new vault key and a new recovery key; or, where that was done and its key not yet kept, the same key again. */
  'vault.rotate': {
    params: none,
    result: z.object({
      vaultId: z.string(),
      recoveryKey: z.string(),
      records: z.number().int(),
      isResumed: z.boolean(),
    }),
    passphrase: 'widens',
    sealed: false,
  },
  /** The recovery key of a rotation stands on paper: it is not shown again. */
  'vault.recovery-kept': { params: none, result: ok, passphrase: 'free', sealed: false },
  'config.get': { params: none, result: Settings, passphrase: 'free', sealed: true },
  /** Takes: value as JSON. */
  'config.set': {
    params: z.strictObject({ name: z.string().max(100), value: z.string().max(100_000) }),
    result: Settings,
    passphrase: 'widens',
    sealed: false,
  },
  'bot.rotate-token': {
    params: bot,
    result: z.object({ id: z.string(), name: z.string(), token: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  'bot.resume': {
    params: bot,
    result: z.object({ id: z.string(), name: z.string() }),
    passphrase: 'widens',
    sealed: false,
  },
  'bot.revoke': {
    params: bot,
    result: z.object({ id: z.string(), name: z.string() }),
    passphrase: 'free',
    sealed: true,
  },
  'code.show': {
    params: key,
    result: z.object({ code: z.string(), expiresAt: Time }),
    passphrase: 'widens',
    sealed: false,
  },
  explain: {
    params: z.strictObject({ error: z.string().max(2000), key: z.string().max(100).optional() }),
    result: ExplainView,
    passphrase: 'free',
    sealed: true,
  },
  'log.query': { params: LogQuery, result: z.array(CallRecord), passphrase: 'free', sealed: true },
  'log.head': { params: none, result: LogHeadView, passphrase: 'free', sealed: true },
  /**
   * Takes: a head that was kept elsewhere. Begins a check, or asks on; answers within half a second. While sealed only
   * hashes are checked, unless the passphrase is lent.
   */
  'log.verify': { params: LogVerifyQuery, result: LogVerifyStep, passphrase: 'lends', sealed: true },
  'log.stats': {
    params: z.strictObject({ since: Time, until: Time, bucketMs: z.number().int().positive() }),
    result: LogStatsView,
    passphrase: 'free',
    sealed: true,
  },
  'log.export': { params: LogExportQuery, result: LogExportStep, passphrase: 'free', sealed: true },
  'log.bundle': { params: none, result: LogBundleView, passphrase: 'free', sealed: true },
  /** Puts a log that failed its check aside, whole, and begins a new one. */
  'log.accept': {
    params: none,
    result: z.object({ keptAs: z.string().nullable() }),
    passphrase: 'widens',
    sealed: false,
  },
  /** Answers at once, then pushes each call that fits, whenever it changes, until the connection ends. */
  'log.follow': { params: LogQuery, result: ok, passphrase: 'free', sealed: true },
} as const satisfies Record<string, ControlRow>;

export type ControlName = keyof typeof controlApi;
export type ControlParams<N extends ControlName> = z.input<(typeof controlApi)[N]['params']>;
export type ControlResult<N extends ControlName> = z.output<(typeof controlApi)[N]['result']>;

/** One line of JSON from the terminal. `recovery` says that `passphrase` holds the recovery key. */
export const ControlRequest = z.strictObject({
  id: z.number().int().nonnegative(),
  call: z.string().max(40),
  params: z.unknown(),
  passphrase: z
    .string()
    .max(1024 * 1024)
    .optional(),
  recovery: z.boolean().optional(),
});
export type ControlRequest = z.infer<typeof ControlRequest>;
