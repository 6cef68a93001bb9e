/** An agent in memory: one passphrase, one key, one bot, and no exchange. */
import type { Agent, AgentEvent, DoorPlaces, Unlock } from '../../electron/agent/ports.ts';
import type { ApprovalView, BotInput, KeyDetail, KeyInput, KeyTest } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import type { CallRecord, GrantInput, VaultStatus } from '../../shared/model.ts';
import { Settings } from '../../shared/settings.ts';
import { fakeSetup } from './bot-setup.ts';
import { type FakeLog, fakeLog, fakeLogService } from './log-service.ts';
import { fakeVaultAdmin } from './vault-admin.ts';

export const rightPassphrase = 'the right one';
export const rightRecovery = '0AAA-1BBB-2CCC-3DDD-4EEE-5FFF-6GGG-7HHH-8JJJ-9KKK-AMMM-BNNN-CPPP-DQQQ';
export const keyId = `key_${'a'.repeat(26)}`;
export const botId = `bot_${'b'.repeat(26)}`;
export const token = `kb_${'t'.repeat(43)}`;
const added = '2026-11-22T08:00:00.000Z';

/** What passed through the fake, for asserting that something did or did not happen. */
export interface FakeAgent extends Agent {
  vaultStatus: VaultStatus;
  readonly keysAdded: (KeyInput & { confirmEndpoint?: boolean | undefined })[];
  readonly botsAdded: BotInput[];
  readonly done: string[];
  readonly unlocks: Unlock[];
  calls: CallRecord[];
  health: KeyDetail['health'];
  /** What `status` says of the vault. */
  warnings: string[];
  /** Does the exchange take the key as it is configured? */
  accepted: boolean;
  /** What waits for the owner's yes. */
  questions: ApprovalView[];
  verdict: KeyDetail['verdict'];
  closed: boolean;
  readonly logState: FakeLog;
  emit(event: AgentEvent): void;
}

const noSettings = Settings.parse({});

export function fakeAgent(vaultStatus: VaultStatus = 'open'): FakeAgent {
  const listeners = new Set<(event: AgentEvent) => void>();
  const done: string[] = [];
  const logState = fakeLog();
  const agent: FakeAgent = {
    dataDir: '/nowhere',
    settings: {
      all: async () => noSettings,
      set: async (name, value) => {
        agent.done.push(`config ${name} ${value}`);
        return noSettings;
      },
    },
    vaultAdmin: fakeVaultAdmin({
      done,
      recoveryKey: rightRecovery,
      isRotated: false,
      check: (unlock) => check(agent, unlock),
      needOpen: () => needOpen(agent),
    }),
    keychain: {
      state: async () => ({ on: false, fit: false, why: 'There is none.' }),
      turnOn: unused,
      turnOff: unused,
      open: async () => ({ opened: false, why: null }),
      note: () => undefined,
      lastSeen: () => undefined,
      settled: async () => undefined,
    },
    callLog: fakeLogService(logState, { owner: () => agent, check: (unlock) => check(agent, unlock) }),
    logState,
    restore: async () => ({ vaultId: 'v', paused: [] }),
    vaultStatus,
    keysAdded: [],
    botsAdded: [],
    done,
    unlocks: [],
    calls: [],
    health: [],
    warnings: [],
    accepted: true,
    questions: [question()],
    verdict: { id: 'turn-on', reason: 'Only bots use it.', source: 'the article' },
    closed: false,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    status: (doors) => statusOf(agent, doors),
    create: async () => ({ recoveryKey: rightRecovery, vaultId: 'v' }),
    unseal: async (unlock) => {
      if (agent.vaultStatus === 'missing') throw new AppError('VAULT_MISSING');
      check(agent, unlock);
      agent.vaultStatus = 'open';
      return sealView(agent);
    },
    seal: async () => {
      if (agent.vaultStatus === 'open') agent.vaultStatus = 'sealed';
      return sealView(agent);
    },
    panic: async ({ cancelAll, seal }) => {
      agent.done.push(`panic${cancelAll ? ' cancel' : ''}`);
      if (seal && agent.vaultStatus === 'open') agent.vaultStatus = 'sealed';
      return { ...sealView(agent), paused: ['grid-1'], cancelled: cancelAll ? ['kraken-main'] : [] };
    },
    confirm: async (unlock) => {
      needOpen(agent);
      check(agent, unlock);
    },
    bots: {
      vault: () => agent.vaultStatus,
      ...{ pair: unused, pairing: unused, identify: unused, me: unused, keys: unused, call: unused, exchange: unused },
      ...{ code: unused, heartbeat: unused, calls: unused },
      resign: { tokenIn: unused, send: unused, read: unused },
      streams: { admit: unused, cut: unused },
    },
    keys: keysOf(() => agent),
    botAdmin: botsOf(() => agent),
    explain: (error) => ({ error, causes: [{ id: 'code-wrong', text: 'The code.', likelihood: 0.5, check: 'Look.' }] }),
    log: (query) => agent.calls.slice(0, query.limit),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stopAsking: () => {},
    close: async () => {
      agent.closed = true;
    },
  };
  return agent;
}

function unused(): never {
  throw new Error('the control door asks for nothing of the bots');
}

const sealView = (agent: FakeAgent) => ({ vault: agent.vaultStatus, paused: [], cancelled: [], failed: [] });

function needOpen({ vaultStatus }: FakeAgent): void {
  if (vaultStatus !== 'open') throw new AppError(vaultStatus === 'missing' ? 'VAULT_MISSING' : 'VAULT_SEALED');
}

function check(agent: FakeAgent, unlock: Unlock): void {
  agent.unlocks.push(unlock);
  const right = unlock.kind === 'recovery' ? rightRecovery : rightPassphrase;
  if (unlock.secret.useText((text) => text) !== right) throw new AppError('PASSPHRASE_WRONG');
}

const statusOf = (agent: FakeAgent, doors: DoorPlaces | undefined) => ({
  agent:
    doors === undefined ? null : { pid: 1, version: '0.1.0', socket: doors.socket, http: doors.http, since: added },
  vault: agent.vaultStatus,
  warnings: agent.warnings,
  keys: [{ id: keyId, label: 'kraken-main', health: agent.health }],
  bots: [{ id: botId, name: 'grid-1', state: 'active' as const }],
  clock: [{ exchange: 'kraken', offsetMs: 12, measured: added }],
  budget: [{ key: 'kraken-main', left: 14, max: 15 }],
});

const imported = { algorithm: 'SHA1' as const, digits: 6, periodSec: 30, warnings: [] };

const question = (): ApprovalView => ({
  ...{ id: 'ask_a', time: added, bot: 'grid-1', key: 'kraken-main', exchange: 'kraken', method: 'createOrder' },
  ...{ symbol: 'BTC/USD', side: 'buy', type: 'limit', amount: '0.01', price: '50000', waiting: 1 },
  ...{ notional: { amount: '500', currency: 'USD' }, expires: '2026-11-22T12:02:00.000Z' },
});

function keysOf(self: () => FakeAgent): Agent['keys'] {
  const detail = (): KeyDetail => ({
    id: keyId,
    label: 'kraken-main',
    title: 'My main key',
    exchange: 'kraken',
    usedBy: ['bots'],
    twoFactor: 'totp',
    verdict: self().verdict,
    tested: null,
    bots: ['grid-1'],
    tier: 'starter',
    endpoint: self().keysAdded.at(-1)?.endpoint ?? null,
    ...{ added, codes: 'unknown', deadMan: false },
    health: [...self().health, ...foreignOf(self().keysAdded.at(-1)?.endpoint)],
  });
  const tested = (): KeyTest => ({
    twoFactor: { configured: 'totp', detected: 'on', accepted: self().accepted, reuse: 'unknown' },
    clockOffsetMs: 12,
    health: [...self().health],
    verdict: self().verdict,
    requests: 1,
  });
  return {
    add: async (input) => {
      if (foreignOf(input.endpoint).length > 0 && input.confirmEndpoint !== true)
        throw new AppError('CONFIRMATION_NEEDED');
      self().keysAdded.push(input);
      return { id: keyId, label: input.label };
    },
    ...{ list: () => [detail()], show: () => detail(), check: async () => [] },
    imports: {
      read: async ({ file, password }) => {
        const text = Buffer.from(file, 'base64').toString();
        if (text.startsWith('encrypted') && password !== 'export')
          return { needsPassword: true, format: null, accounts: [], refused: [] };
        const account = (n: number) => ({ ...imported, n, issuer: 'Kraken', name: `key ${n}` });
        return {
          needsPassword: false,
          format: 'otpauth',
          accounts: text.split('\n').map((_, at) => account(at + 1)),
          refused: [],
        };
      },
      code: async () => ({ code: '123456', expiresAt: '2026-11-22T12:00:30.000Z' }),
      keep: async ({ account }) => {
        self().done.push(`import.keep ${account}`);
        return { ...tested(), id: keyId, label: 'kraken-main', warnings: [] };
      },
    },
    test: async () => tested(),
    rotate: async () => {
      self().done.push('key.rotate');
      return { ...tested(), id: keyId, label: 'kraken-main', warnings: [] };
    },
    setCodes: async () => detail(),
    setDeadMan: async (_key, on) => {
      self().done.push(`key.dead-man ${on}`);
      return detail();
    },
    use: async (_key, usedBy) => ({ ...detail(), usedBy: [...usedBy] }),
    remove: async () => {
      self().done.push('key.remove');
      return { id: keyId, label: 'kraken-main' };
    },
    code: async () => ({ code: '123456', expiresAt: '2026-11-22T08:00:30.000Z' }),
  };
}

function botsOf(self: () => FakeAgent): Agent['botAdmin'] {
  const item = () => ({
    id: botId,
    name: 'grid-1',
    state: 'active' as const,
    doors: ['socket' as const],
    expires: null,
    added,
    // More than the contract promises: it must not leave.
    tokenHash: 'f'.repeat(64),
    grants: [
      { key: 'kraken-main', may: ['account.read'], symbols: 'any' as const, orders: 'own' as const, limits: {} },
    ],
  });
  const answered = (id: string, what: string) => {
    if (self().questions.every((question) => question.id !== id)) throw new AppError('INPUT_INVALID');
    self().done.push(what);
    return { id, bot: 'grid-1', key: 'kraken-main', symbol: 'BTC/USD' };
  };
  const does = (what: string) => async () => {
    self().done.push(what);
    return { id: botId, name: 'grid-1' };
  };
  return {
    pairs: {
      show: (code) => {
        if (code !== '7F3A-91C2') throw new AppError('INPUT_INVALID');
        const wants: GrantInput[] = [
          { key: 'kraken-main', preset: 'watch', symbols: 'any', orders: 'own', limits: {} },
        ];
        return { name: 'new-bot', wants, expires: '2026-11-22T12:02:00.000Z' };
      },
      approve: async (code, grants) => {
        self().done.push(`pair ${code} ${grants?.length ?? 'as wanted'}`);
        return { id: botId, name: 'new-bot' };
      },
    },
    approvals: {
      list: () => [...self().questions],
      approve: async (id, how) => answered(id, `approve ${id} ${how}`),
      deny: async (id) => answered(id, `deny ${id}`),
    },
    add: async (input) => {
      self().botsAdded.push(input);
      return { id: botId, name: input.name, token };
    },
    ...{ list: () => [item()], show: () => item(), setup: fakeSetup },
    usage: async () => ({ asked: added, lastCall: null, grants: [] }),
    grant: async (_bot, { grants, isTrial }) => {
      if (isTrial !== true) self().done.push(`grant ${grants.length}`);
      const given = grants.map(({ key, symbols, orders, limits }) => ({ key, symbols, orders, limits, may: [] }));
      return { ...item(), grants: given };
    },
    pause: does('bot.pause'),
    resume: does('bot.resume'),
    revoke: does('bot.revoke'),
    rotateToken: async () => ({ id: botId, name: 'grid-1', token }),
    pauseAll: async () => ['grid-1'],
  };
}

const foreignOf = (endpoint: string | undefined): KeyDetail['health'] =>
  endpoint === undefined || endpoint.includes('127.0.0.1')
    ? []
    : [{ id: 'foreign-endpoint', level: 'warn', text: `It goes to ${endpoint}.` }];
