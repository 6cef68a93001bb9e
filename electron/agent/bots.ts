import { createHash } from 'node:crypto';
import type { BotListItem, PairView } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import type { Bot, BotState, GrantInput, Key } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import { newId, type Random } from '../base/random.ts';
import { nameFailure } from '../exchange/failures.ts';
import { makeGrants } from '../policy/grants.ts';
import type { State } from '../state/store.ts';
import { makeApprovalService } from './approval-service.ts';
import { type BotGrantsDeps, changeGrants } from './bot-grants.ts';
import { botSetup } from './bot-setup.ts';
import { type BotUsageDeps, botUsage } from './bot-usage.ts';
import { Claims } from './claims.ts';
import { type Inventory, putBot } from './inventory.ts';
import type { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import type { Pairings } from './pairing.ts';
import type { BotAdminService } from './ports.ts';
import type { Venues } from './venues.ts';

export interface BotDeps extends Pick<BotUsageDeps, 'log' | 'calls'> {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  /** The same, or undefined while sealed. Throws: VAULT_MISSING. */
  readonly openedOrSealed: () => Opened | undefined;
  readonly state: () => State;
  readonly names: NameBook;
  readonly venues: Venues;
  readonly clock: Clock;
  readonly random: Random;
  readonly pairings: Pairings;
  /** Is told after a bot came, went or changed. */
  readonly changed: () => void;
}

type NewBot = Parameters<BotAdminService['add']>[0];

const newToken = (random: Random): string => `kb_${random(32).toString('base64url')}`;
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export function makeBotAdmin(deps: BotDeps): BotAdminService {
  const { opened, clock, random, changed } = deps;
  const adding = new Claims();
  /** What replaces a bot as a whole goes one after the other: the last save must not bring back what was before. */
  const inTurn = oneByOne();
  const read: BotGrantsDeps['read'] = async (grants, doors, dangerousConfirmed) => {
    const { inventory } = opened();
    const symbolExists = await symbolsOf(grants, inventory, deps.venues);
    const findKey = (key: string) => inventory.findKey(key);
    return makeGrants(grants, { findKey, symbolExists, doors, dangerousConfirmed });
  };
  const add: BotAdminService['add'] = async (input) => {
    const { vault, inventory } = opened();
    return adding.hold(input.name, async () => {
      if (inventory.findBot(input.name) !== undefined)
        throw new AppError('LABEL_TAKEN', { detail: `There is a bot "${input.name}" already.` });
      const token = newToken(random);
      const bot = await readBot(input, hashToken(token));
      await vault.commit([putBot(bot)]);
      inventory.setBot(bot);
      changed();
      return { id: bot.id, name: bot.name, token };
    });
  };
  return {
    approvals: makeApprovalService({ ...deps, inTurn }),
    pairs: {
      show: (code) => pairViewOf(deps, code),
      approve: (code, grants) => approvePair(deps, add, code, grants),
    },
    add,
    list: () =>
      opened()
        .inventory.bots()
        .map((bot) => viewOf(bot, deps)),
    show: (ref) => viewOf(opened().inventory.bot(ref), deps),
    usage: (ref) => botUsage(deps, ref),
    setup: (ask, http) => botSetup(deps, ask, http),
    grant: (ref, change) =>
      inTurn(async () =>
        viewOf(await changeGrants({ opened, log: deps.log, random, read, changed }, ref, change), deps),
      ),
    pause: (ref) => narrow(deps, ref, 'pause'),
    revoke: (ref) => narrow(deps, ref, 'revoke'),
    async rotateToken(ref) {
      const { vault, inventory } = opened();
      const before = inventory.bot(ref);
      return inTurn(async () => {
        if (inventory.findBot(before.id) !== before) throw new AppError('BOT_PAUSED');
        const token = newToken(random);
        const bot = { ...before, tokenHash: hashToken(token) };
        await vault.commit([putBot(bot)], { both: true });
        // Paused or revoked while the disk was busy: that came later, so it stands.
        if (inventory.findBot(bot.id) !== before) throw new AppError('BOT_PAUSED');
        inventory.setBot(bot);
        changed();
        return { id: bot.id, name: bot.name, token };
      });
    },
    pauseAll: () => pauseAll(deps),
    async resume(ref) {
      const { vault, inventory } = opened();
      const before = inventory.bot(ref);
      return inTurn(async () => {
        if (inventory.findBot(before.id) !== before) throw new AppError('BOT_PAUSED');
        const bot = { ...before, paused: false };
        await vault.commit([putBot(bot)], { both: true });
        // Paused again or revoked while the disk was busy: that came later, so it stands.
        if (inventory.findBot(bot.id) !== before) throw new AppError('BOT_PAUSED');
        deps.state().unpause(bot.id);
        inventory.setBot(bot);
        changed();
        return { id: bot.id, name: bot.name };
      });
    },
  };

  async function readBot(input: NewBot, tokenHash: string): Promise<Bot> {
    const expires = input.expires === undefined ? null : isoTime(Date.parse(input.expires));
    if (expires !== null && Date.parse(expires) <= clock.now())
      throw new AppError('INPUT_INVALID', { detail: '"expires" lies in the past.' });
    const grants = await read(input.grants, input.doors, input.confirmDangerous === true);
    return {
      id: newId('bot', random),
      name: input.name,
      tokenHash,
      doors: [...new Set(input.doors)],
      grants,
      paused: false,
      approved: [],
      added: isoTime(clock.now()),
      expires,
    };
  }
}

/** Loads the markets of each exchange whose symbols a grant names. Gives: does the key's exchange have this symbol? */
async function symbolsOf(
  grants: readonly GrantInput[],
  inventory: Inventory,
  venues: Venues,
): Promise<(key: Pick<Key, 'id'>, symbol: string) => boolean> {
  const knows = new Map<string, (symbol: string) => boolean>();
  for (const grant of grants) {
    const key = inventory.findKey(grant.key);
    if (key === undefined || grant.symbols === 'any' || knows.has(key.id)) continue;
    knows.set(key.id, await marketsOf(key, venues));
  }
  return (key, symbol) => knows.get(key.id)?.(symbol) ?? true;
}

/** Where the exchange can't be reached the symbol is taken as written: an unknown one never fits a market, so it only denies. */
async function marketsOf(key: Key, venues: Venues): Promise<(symbol: string) => boolean> {
  try {
    const client = await venues.of(key.exchange, key.endpoint).venue.markets();
    return (symbol) => client.isSymbol(symbol);
  } catch (fault) {
    if (nameFailure(fault, { needs: 'market.read', handedOver: true }).code === 'EXCHANGE_UNAVAILABLE')
      return () => true;
    throw fault;
  }
}

const pairViewOf = ({ opened, pairings }: BotDeps, code: string): PairView => {
  opened();
  const { name, wants, expires } = pairings.find(code);
  return { name, wants: [...wants], expires };
};

/** The bot is told its token when it asks next; nobody else is. */
async function approvePair(
  { pairings }: BotDeps,
  add: BotAdminService['add'],
  code: string,
  grants: readonly GrantInput[] | undefined,
): Promise<{ id: string; name: string }> {
  const { name, wants, done } = pairings.find(code);
  const { token, ...added } = await add({ name, doors: ['socket'], grants: [...(grants ?? wants)] });
  done(token);
  return added;
}

/** Takes authority away; it holds in both vault files and in state.sqlite before this ends, and also while sealed. */
async function narrow(deps: BotDeps, ref: string, kind: 'pause' | 'revoke'): Promise<{ id: string; name: string }> {
  const opened = deps.openedOrSealed();
  if (opened === undefined) return narrowSealed(deps, ref, kind);
  const bot = opened.inventory.bot(ref);
  // In memory first: it holds at once, and also where the disk then refuses and the user is told so.
  if (kind === 'pause') opened.inventory.setBot({ ...bot, paused: true });
  else opened.inventory.removeBot(bot.id);
  opened.approvals.drop(new AppError(kind === 'pause' ? 'BOT_PAUSED' : 'TOKEN_UNKNOWN'), bot.id);
  deps.state().narrow(kind, bot.id);
  await opened.vault.commit([kind === 'pause' ? putBot({ ...bot, paused: true }) : { remove: bot.id }], { both: true });
  deps.changed();
  return { id: bot.id, name: bot.name };
}

/** All in memory first, then all in state.sqlite, then all in the vault: no bot goes on while the disk is busy with another. */
async function pauseAll(deps: BotDeps): Promise<string[]> {
  const opened = deps.openedOrSealed();
  const bots = opened?.inventory.bots().filter(({ paused }) => !paused) ?? [];
  const active = opened === undefined ? deps.names.bots.filter(({ id }) => !deps.state().isPaused(id)) : bots;
  for (const bot of bots) opened?.inventory.setBot({ ...bot, paused: true });
  for (const { id } of bots) opened?.approvals.drop(new AppError('BOT_PAUSED'), id);
  for (const { id } of active) deps.state().narrow('pause', id);
  if (bots.length > 0)
    await opened?.vault.commit(
      bots.map((bot) => putBot({ ...bot, paused: true })),
      { both: true },
    );
  deps.changed();
  return active.map(({ name }) => name);
}

function narrowSealed(deps: BotDeps, ref: string, kind: 'pause' | 'revoke'): { id: string; name: string } {
  const bot = deps.names.findBot(ref);
  if (bot === undefined) throw new AppError('INPUT_INVALID', { detail: `There is no bot "${ref}".` });
  deps.state().narrow(kind, bot.id);
  if (kind === 'revoke') deps.names.removeBot(bot.id);
  deps.changed();
  return { id: bot.id, name: bot.name };
}

/** Takes what narrowed authority while the vault was sealed into the vault, before any bot is served. */
export async function applyNarrowings(
  { vault, inventory }: Pick<Opened, 'vault' | 'inventory'>,
  state: State,
): Promise<void> {
  const pending = state.pendingNarrowings();
  const revoked = new Set(pending.filter(({ kind }) => kind === 'revoke').map(({ botId }) => botId));
  const paused = inventory.bots().filter((bot) => !bot.paused && !revoked.has(bot.id) && state.isPaused(bot.id));
  const gone = inventory.bots().filter((bot) => revoked.has(bot.id));
  const changes = [
    ...paused.map((bot) => putBot({ ...bot, paused: true })),
    ...gone.map((bot) => ({ remove: bot.id })),
  ];
  if (changes.length > 0 && !vault.isReadOnly) await vault.commit(changes, { both: true });
  for (const bot of paused) inventory.setBot({ ...bot, paused: true });
  for (const bot of gone) inventory.removeBot(bot.id);
  if (vault.isReadOnly) return;
  // A revocation is kept for ever: an older copy of the vault must not bring the bot back.
  state.clearNarrowings(pending.filter(({ kind }) => kind === 'pause').map(({ seq }) => seq));
}

export function stateOf(bot: Bot, nowMs: number): BotState {
  if (bot.expires !== null && Date.parse(bot.expires) <= nowMs) return 'expired';
  return bot.paused ? 'paused' : 'active';
}

function viewOf(bot: Bot, { opened, clock }: BotDeps): BotListItem {
  const { inventory } = opened();
  const labelOf = (id: string) => inventory.findKey(id)?.label ?? id;
  return {
    id: bot.id,
    name: bot.name,
    state: stateOf(bot, clock.now()),
    doors: [...bot.doors],
    expires: bot.expires,
    added: bot.added,
    grants: bot.grants.map((grant) => ({ ...grant, key: labelOf(grant.key), may: [...grant.may] })),
  };
}
