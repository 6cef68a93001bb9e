import { AppError, asAppError } from '../../shared/errors.ts';
import type { Bot, Grant, Key, VaultStatus } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId, type Random } from '../base/random.ts';
import type { SettingsStore } from '../base/settings.ts';
import type { CallLog } from '../calllog/store.ts';
import { decideMethod } from '../policy/decide.ts';
import type { State } from '../state/store.ts';
import { authorityFor, recordDenial, whoAndWhat } from './bot-authority.ts';
import { stateOf } from './bots.ts';
import { type CallDeps, callMethod } from './call.ts';
import { feedSwitch } from './feed-switch.ts';
import { healthOf } from './health.ts';
import { Idempotency, type IdempotencyDeps } from './idempotency.ts';
import { keyExchangeOf } from './key-exchange.ts';
import { leftOf } from './limits-left.ts';
import type { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import type { Pairings } from './pairing.ts';
import { permit } from './permit.ts';
import type { BotService } from './ports.ts';
import { makeResignService } from './resign.ts';
import { makeStreams } from './streams/streams.ts';
import type { Venues } from './venues.ts';

export interface BotServiceDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly openedOrSealed: () => Opened | undefined;
  readonly vault: () => VaultStatus;
  readonly names: NameBook;
  readonly state: () => State;
  readonly log: () => CallLog;
  readonly clock: Clock;
  readonly venues: Venues;
  readonly random: Random;
  readonly pairings: Pairings;
  readonly settings: SettingsStore;
  /** Told of what went wrong where a call went on all the same. */
  readonly report: (fault: unknown) => void;
  /** What became of a call that ended in doubt. */
  readonly settled: IdempotencyDeps['settled'];
  /** What a call needs, for the vault that is open now. */
  readonly calls: () => CallDeps;
  /** Is told of each call, so that closing can wait for it, also where its bot has hung up. */
  readonly underWay: <T>(call: Promise<T>) => Promise<T>;
}

/** What bots may ask of the agent. */
export function makeBotService(deps: BotServiceDeps): BotService {
  const idempotency = new Idempotency(deps);
  return {
    vault: deps.vault,
    identify(tokenHash, door) {
      const opened = deps.openedOrSealed();
      if (opened === undefined) throw sealedRefusal(deps, tokenHash);
      const bot = opened.inventory.botOfHash(tokenHash);
      if (bot === undefined || !bot.doors.includes(door)) throw new AppError('TOKEN_UNKNOWN');
      if (stateOf(bot, deps.clock.now()) === 'expired') throw new AppError('TOKEN_EXPIRED');
      return bot;
    },
    async pair(wish, door) {
      deps.opened();
      if (door === 'http' && !(await deps.settings.all())['pairing.http']) throw notOverTcp();
      return deps.pairings.begin(wish);
    },
    pairing: (id) => deps.pairings.look(id),
    me: (bot) => ({
      id: bot.id,
      name: bot.name,
      paused: bot.paused,
      expires: bot.expires,
      grants: bot.grants.map((grant) => ({ ...grant, key: labelOf(deps, grant), left: leftOf(deps, bot, grant) })),
    }),
    keys: (bot) => bot.grants.flatMap((grant) => keyViewOf(deps, grant)),
    async exchange(bot, ref) {
      const { key, grant } = authorityFor(deps, bot, ref, 'exchange');
      return keyExchangeOf(key, grant);
    },
    async call(bot, key, input) {
      const found = authorityFor(deps, bot, key, input.method);
      const work = (callId?: string) => callMethod(deps.calls(), { bot, ...found, input }, callId);
      const name = input.idempotencyKey;
      if (name === undefined) return deps.underWay(work());
      return deps.underWay(idempotency.run({ botId: bot.id, keyId: found.key.id, name }, input, work));
    },
    resign: makeResignService(deps),
    streams: makeStreams(deps),
    async code(bot, key) {
      const found = authorityFor(deps, bot, key, showCode);
      return showCodeTo(deps, bot, found);
    },
    async heartbeat(bot, ref, seconds) {
      const { key, grant } = authorityFor(deps, bot, ref, 'heartbeat');
      const refused = (fault: AppError) => {
        recordDenial(deps, bot, key, 'heartbeat', fault);
        return fault;
      };
      if (!grant.may.includes('orders.cancel'))
        throw refused(
          new AppError('PERMISSION_DENIED', { detail: 'This bot does not have the permission orders.cancel.' }),
        );
      if (!key.deadMan) throw refused(new AppError('PERMISSION_DENIED', { detail: switchIsOff(key) }));
      const beating = feedSwitch(deps.calls(), deps.opened().deadMan, { key, bot, seconds });
      return { until: isoTime(await deps.underWay(beating)) };
    },
    calls: (bot, query) => deps.log().botCalls(bot.id, query),
  };
}

const notOverTcp = (): AppError =>
  new AppError('PERMISSION_DENIED', {
    detail:
      'A bot is let in over the socket. For TCP the owner switches it on: keybearer config set pairing.http true.',
    sent: 'no',
  });

/** The name under which the log has a code that was handed to a bot. */
const showCode = 'code';

/** Handing out a code is recorded and counted like a call; the code itself is not. */
async function showCodeTo(deps: BotServiceDeps, bot: Bot, { key, grant }: { key: Key; grant: Grant }) {
  const { usage, random } = deps.calls();
  try {
    permit(
      decideMethod(grant, {
        needs: 'code',
        usage: { callsLastMinute: usage.lastMinute(bot.id, key.id, deps.clock.now()) },
      }),
    );
  } catch (fault) {
    recordDenial(deps, bot, key, showCode, fault);
    throw fault;
  }
  usage.count(bot.id, key.id, deps.clock.now());
  const call = newId('call', random);
  deps.log().begin({ ...whoAndWhat(bot, key, showCode), call, permission: 'code' });
  try {
    const shown = await (await deps.opened().sessions.of(key)).codes.forShowing();
    deps.log().end({ call, status: 'ok', sent: 'no' });
    return shown;
  } catch (fault) {
    const error = codeRefusal(asAppError(fault)).with({ callId: call });
    deps.log().end({ call, status: 'failed', sent: 'no', code: error.code });
    throw error;
  }
}

/** To a bot, asking for the code of a key that has none is a wrong question. */
const codeRefusal = (error: AppError): AppError =>
  error.code === 'INPUT_INVALID' ? new AppError('BODY_INVALID', { detail: error.message }) : error;

/** While sealed only names.json tells who asks; what was asked for is not looked at. */
function sealedRefusal(deps: BotServiceDeps, tokenHash: string): AppError {
  const bot = deps.names.bots.find((one) => one.tokenHash === tokenHash);
  if (bot === undefined) return new AppError('TOKEN_UNKNOWN');
  const sealed = new AppError('VAULT_SEALED');
  recordDenial(deps, bot, undefined, null, sealed);
  return sealed;
}

const switchIsOff = ({ label }: Key): string =>
  `The dead man's switch of ${label} is off. Its owner turns it on with "keybearer key dead-man ${label} on".`;

const labelOf = ({ opened }: BotServiceDeps, grant: Grant): string =>
  opened().inventory.findKey(grant.key)?.label ?? grant.key;

function keyViewOf({ opened, clock }: BotServiceDeps, { key: id, may }: Grant) {
  const { inventory, sessions } = opened();
  const key = inventory.findKey(id);
  if (key === undefined) return [];
  const { label, title, exchange, twoFactor } = key;
  const health = healthOf(key, sessions.ready(id), clock.now());
  return [{ id, label, title, exchange, twoFactor: twoFactor.kind, may: [...may], health }];
}
