import Big from 'big.js';
import type { ApprovalFor, ApprovalView } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import type { Notional, StandingYes } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId, type Random } from '../base/random.ts';

/** What a bot wants to send, as the owner is shown it. */
export interface Wish {
  readonly bot: { readonly id: string; readonly name: string };
  readonly key: { readonly id: string; readonly label: string };
  readonly exchange: string;
  readonly method: string | null;
  readonly symbol: string;
  /** Null where a request has orders of both sides. */
  readonly side: 'buy' | 'sell' | null;
  readonly type: string | null;
  readonly amount: string | null;
  readonly price: string | null;
  /** What all of it is worth. */
  readonly worth: Notional;
}

export interface ApprovalDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Is told when a question came or went. */
  readonly changed: () => void;
}

const waitMs = 120_000;
const quarterMs = 15 * 60_000;
const mostQuestions = 100;

interface Waiting {
  readonly yes: () => void;
  readonly no: (fault: AppError) => void;
}

interface Question {
  readonly id: string;
  readonly wish: Wish;
  readonly askedMs: number;
  readonly waiting: Set<Waiting>;
}

interface Yes extends StandingYes {
  readonly botId: string;
  /** Unix milliseconds; infinite until the vault is sealed. */
  readonly untilMs: number;
}

/** The owner's questions and answers of an open vault. A bot can only wait for an answer. */
export class Approvals {
  readonly #deps: ApprovalDeps;
  readonly #questions = new Map<string, Question>();
  #standing: readonly Yes[] = [];

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
  }

  /**
   * Waits for the owner's yes; wishes that are the same in everything wait behind one question.
   * Takes: always = what the owner allowed this bot for good.
   * Throws: APPROVAL_DENIED; APPROVAL_TIMEOUT after 120 s; DEADLINE_PASSED; VAULT_SEALED.
   */
  async ask(wish: Wish, always: readonly StandingYes[], deadline: AbortSignal | undefined): Promise<void> {
    const nowMs = this.#deps.clock.now();
    this.#standing = this.#standing.filter(({ untilMs }) => untilMs > nowMs);
    const own = this.#standing.filter(({ botId }) => botId === wish.bot.id);
    if ([...always, ...own].some((yes) => covers(yes, wish))) return;
    if (this.#questions.size >= mostQuestions)
      throw new AppError('APPROVAL_DENIED', { detail: `${mostQuestions} questions wait for their answer already.` });
    await this.#wait(this.#questionOf(wish, nowMs), deadline);
  }

  list(): ApprovalView[] {
    return [...this.#questions.values()].map(({ id, wish, askedMs, waiting }) => ({
      ...{ id, time: isoTime(askedMs), bot: wish.bot.name, key: wish.key.label, exchange: wish.exchange },
      ...{ method: wish.method, symbol: wish.symbol, side: wish.side, type: wish.type },
      ...{ amount: wish.amount, price: wish.price, notional: wish.worth, waiting: waiting.size },
      expires: isoTime(askedMs + waitMs),
    }));
  }

  /** Gives: what was allowed. Once lets the first that waits through; everything else lets all of them. Throws: INPUT_INVALID. */
  approve(id: string, how: ApprovalFor): Wish {
    const question = this.#find(id);
    const { wish, waiting } = question;
    if (how !== 'once') this.#standing = [...this.#standing, this.#yesTo(wish, how)];
    const through = how === 'once' ? [...waiting].slice(0, 1) : [...waiting];
    for (const one of through) one.yes();
    return wish;
  }

  /** Throws: INPUT_INVALID. */
  deny(id: string): Wish {
    const { wish, waiting } = this.#find(id);
    for (const one of [...waiting]) one.no(new AppError('APPROVAL_DENIED'));
    return wish;
  }

  /** The vault is sealed, or a bot was stopped: nobody waits any more, and what was allowed until then is over. */
  drop(fault: AppError, botId?: string): void {
    const mine = [...this.#questions.values()].filter(({ wish }) => botId === undefined || wish.bot.id === botId);
    for (const { waiting } of mine) for (const one of [...waiting]) one.no(fault);
    this.#standing = this.#standing.filter((yes) => botId !== undefined && yes.botId !== botId);
  }

  #yesTo({ bot, key, symbol, side, worth }: Wish, how: ApprovalFor): Yes {
    const untilMs = how === '15m' ? this.#deps.clock.now() + quarterMs : Number.POSITIVE_INFINITY;
    return { botId: bot.id, key: key.id, symbol, side, upTo: worth, untilMs };
  }

  #questionOf(wish: Wish, nowMs: number): Question {
    const same = [...this.#questions.values()].find((question) => nameOf(question.wish) === nameOf(wish));
    if (same !== undefined) return same;
    const question = { id: newId('ask', this.#deps.random), wish, askedMs: nowMs, waiting: new Set<Waiting>() };
    this.#questions.set(question.id, question);
    return question;
  }

  async #wait(question: Question, deadline: AbortSignal | undefined): Promise<void> {
    const { waiting } = question;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const own: Waiting = { yes: resolve, no: reject };
    const over = new AbortController();
    const passed = () => reject(new AppError('DEADLINE_PASSED'));
    deadline?.addEventListener('abort', passed, { once: true });
    void this.#deps.clock.sleep(waitMs, over.signal).then(() => reject(new AppError('APPROVAL_TIMEOUT')));
    waiting.add(own);
    this.#deps.changed();
    try {
      if (deadline?.aborted) passed();
      await promise;
    } finally {
      over.abort();
      deadline?.removeEventListener('abort', passed);
      waiting.delete(own);
      if (waiting.size === 0) this.#questions.delete(question.id);
      this.#deps.changed();
    }
  }

  #find(id: string): Question {
    const question = this.#questions.get(id);
    if (question !== undefined) return question;
    throw new AppError('INPUT_INVALID', { detail: 'There is no such question, or it has been answered.' });
  }
}

const nameOf = ({ bot, key, ...rest }: Wish): string => JSON.stringify([bot.id, key.id, rest]);

/** The same bot, key, market and side, and not worth more. */
function covers({ key, symbol, side, upTo }: StandingYes, wish: Wish): boolean {
  const isSame = key === wish.key.id && symbol === wish.symbol && side === wish.side;
  return isSame && upTo.currency === wish.worth.currency && new Big(wish.worth.amount).lte(upTo.amount);
}
