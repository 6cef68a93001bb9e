import { AppError } from '../../shared/errors.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { SettingsStore } from '../base/settings.ts';
import { type News, type NewsKind, newsOfCall, subjectOf } from './news.ts';
import type { Agent, AgentEvent } from './ports.ts';

/** The same thing is told again only after so long. */
const sameAgainMs = 60_000;
/** Altogether, so that a storm of faults is no storm of programs. */
const perMinute = 10;
const firstLookMs = 60_000;
const dayMs = 24 * 3_600_000;

export interface NotifierDeps {
  readonly agent: Pick<Agent, 'subscribe' | 'status' | 'botAdmin' | 'keys'>;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  /** Runs a program with a text on its standard input. Gives: what went wrong. */
  readonly run: (command: readonly string[], input: string) => Promise<string | undefined>;
  readonly report: (fault: unknown) => void;
  /** Shows news beside that program, as the desktop app does. */
  readonly screen?: { isWanted(): boolean; show(news: News): void };
}

/** What the exchange says of a key that no call gets past. */
const refusals: readonly string[] = ['refused', 'code-refused', 'code-missing', 'second-factor-off', 'locked-out'];

/** Tells the owner on the screen where there is one, and by the program of `notify.command` where there is one. */
export class Notifier {
  readonly #deps: NotifierDeps;
  readonly #told = new Map<string, number>();
  readonly #stop: () => void;
  readonly #over = new AbortController();
  #paused: ReadonlySet<string>;
  #asked: ReadonlySet<string> = new Set();
  #alarmed: ReadonlySet<string> = new Set();
  #refused: ReadonlySet<string> = new Set();
  readonly #expiring = new Map<string, number>();
  #warned: ReadonlySet<string> = new Set();
  #left = 0;

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
    this.#paused = this.#pausedNow();
    this.#stop = deps.agent.subscribe((event) => this.#heard(event));
  }

  /** The agent serves again: its owner may not know that bots wait for a passphrase. */
  started(): void {
    if (this.#deps.agent.status(undefined).vault !== 'sealed') return;
    const text = 'Keybearer has started and its vault is sealed: bots wait until you open it.';
    this.tell({ event: 'vault-sealed', text });
  }

  /** Runs the program, unless the same was told just now or too much was. */
  tell(news: News): void {
    const nowMs = this.#deps.clock.monotonic();
    for (const [subject, atMs] of this.#told) if (nowMs - atMs >= sameAgainMs) this.#told.delete(subject);
    const subject = subjectOf(news);
    if (this.#told.has(subject)) return;
    if (this.#told.size >= perMinute) {
      this.#left += 1;
      return;
    }
    this.#told.set(subject, nowMs);
    const leftOut = this.#left;
    this.#left = 0;
    this.#deps.screen?.show(news);
    const { hint, ...said } = news;
    const text = hint === undefined ? news.text : `${news.text} ${hint}`;
    const message = { ...said, text, time: isoTime(this.#deps.clock.now()), leftOut };
    void this.#run(message).catch(this.#deps.report);
  }

  close(): void {
    this.#over.abort();
    this.#stop();
  }

  /** Once a day each key is tested, so that one that expires or is used by somebody else is told of in time. */
  async watchKeys(): Promise<void> {
    const { agent, settings, clock, report } = this.#deps;
    for (let waitMs = firstLookMs; ; waitMs = dayMs) {
      await clock.sleep(waitMs, this.#over.signal);
      if (this.#over.signal.aborted) return;
      const hasProgram = (await settings.all().catch(report))?.['notify.command'] !== null;
      const isWanted = hasProgram || this.#deps.screen?.isWanted() === true;
      const { vault, keys } = agent.status(undefined);
      // A key that can't be tested now is tested tomorrow.
      for (const { label } of isWanted && vault === 'open' ? keys : [])
        await agent.keys.test(label, false).catch(() => undefined);
    }
  }

  async #run(message: object): Promise<void> {
    const { settings, run } = this.#deps;
    const command = (await settings.all())['notify.command'];
    if (command === null) return;
    const fault = await run(command, `${JSON.stringify(message)}\n`);
    if (fault === undefined) return;
    throw new AppError('INPUT_INVALID', { detail: `notify.command could not tell you something: ${fault}.` });
  }

  #heard(event: AgentEvent): void {
    if (event.kind === 'call') this.#heardCall(event.call);
    if (event.kind === 'vault') this.#lookAtVault();
    if (event.kind === 'bots') this.#lookAtBots();
    if (event.kind === 'keys') this.#lookAtKeys();
    if (event.kind === 'approvals') this.#lookAtApprovals();
  }

  #heardCall(call: Parameters<typeof newsOfCall>[0]): void {
    const news = newsOfCall(call);
    if (news !== undefined) this.tell(news);
    if (call.code === 'NONCE_REJECTED') this.#lookAtKeys();
  }

  /** What is wrong with the vault or the files beside it. */
  #lookAtVault(): void {
    const { warnings } = this.#deps.agent.status(undefined);
    for (const text of warnings) if (!this.#warned.has(text)) this.tell({ event: 'vault-warning', text });
    this.#warned = new Set(warnings);
  }

  #lookAtBots(): void {
    const paused = this.#pausedNow();
    for (const bot of paused)
      if (!this.#paused.has(bot)) this.tell({ event: 'bot-paused', bot, text: `The bot ${bot} was paused.` });
    this.#paused = paused;
  }

  #pausedNow(): ReadonlySet<string> {
    const { bots } = this.#deps.agent.status(undefined);
    return new Set(bots.flatMap(({ name, state }) => (state === 'paused' ? [name] : [])));
  }

  #lookAtApprovals(): void {
    const waiting = this.#waiting();
    for (const { id, bot, key, symbol, notional } of waiting)
      if (!this.#asked.has(id)) {
        const worth = `${notional.amount} ${notional.currency}`;
        const text = `${bot} asks to trade ${symbol} on ${key}, worth ${worth}.`;
        this.tell({ event: 'approval-waiting', text, hint: `Answer: keybearer approve ${id}`, bot, key, id });
      }
    this.#asked = new Set(waiting.map(({ id }) => id));
  }

  #waiting() {
    try {
      return this.#deps.agent.botAdmin.approvals.list();
    } catch {
      // Sealed: nothing waits any more.
      return [];
    }
  }

  #lookAtKeys(): void {
    const items = this.#deps.agent
      .status(undefined)
      .keys.flatMap(({ label, health }) => health.map((item) => ({ label, ...item })));
    const told = (event: NewsKind, among: readonly string[], before: ReadonlySet<string>): ReadonlySet<string> => {
      const found = items.filter(({ id }) => among.includes(id));
      for (const { label, text } of found) if (!before.has(label)) this.tell({ event, key: label, text });
      return new Set(found.map(({ label }) => label));
    };
    this.#alarmed = told('leak-alarm', ['used-elsewhere'], this.#alarmed);
    this.#refused = told('key-refused', refusals, this.#refused);
    for (const { id, label, text } of items)
      if (id === 'expires-soon' || id === 'expired') this.#tellExpiry(label, text);
  }

  /** Once a day: a key that expires does so for two weeks. */
  #tellExpiry(key: string, text: string): void {
    const nowMs = this.#deps.clock.monotonic();
    const last = this.#expiring.get(key);
    if (last !== undefined && nowMs - last < dayMs - firstLookMs) return;
    this.#expiring.set(key, nowMs);
    this.tell({ event: 'key-expiring', key, text });
  }
}
