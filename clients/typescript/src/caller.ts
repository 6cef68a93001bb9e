/** One call from its arguments to its answer: what is repeated, how often, and what is never repeated. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProblem, type Told, Trouble } from './errors.ts';
import { type Http, Lost, type Reply } from './http.ts';

export interface CallerOptions {
  readonly http: Http;
  readonly token: string;
  readonly timeoutMs: number;
  /** Wait while the vault is sealed or no agent is there, however long? */
  readonly isWaiting: boolean;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** May it be sent a second time where nobody knows what became of the first? Reads, and what has an Idempotency-Key. */
  readonly isRepeatable: boolean;
  /** Can't it make the exchange act? */
  readonly isRead: boolean;
}

/** Source: docs/bot-api.md, Errors. */
const maxRepeats = 5;
const firstPauseMs = 50;
const longestPauseMs = 1000;

/** What one call has been through. */
interface Course {
  /** Does the time count? Not while the vault is sealed and the bot waits for it. */
  endMs: number;
  repeats: number;
  connects: number;
  /** Went a request off that no answer came to? */
  isDoubtful: boolean;
}

export class Caller {
  readonly #options: CallerOptions;
  /** Was an agent there before? Only then is one waited for that isn't there. */
  #wasThere = false;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** Gives: the answer's JSON. Throws: Trouble. */
  ask(request: Request): Promise<unknown> {
    const answer = this.#ask(request);
    const ended = answer.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(ended);
    void ended.then(() => this.#running.delete(ended));
    return answer;
  }

  async #ask(request: Request): Promise<unknown> {
    const { timeoutMs } = this.#options;
    const course: Course = { endMs: performance.now() + timeoutMs, repeats: 0, connects: 0, isDoubtful: false };
    for (;;) {
      const told = await this.#attempt(request, course);
      if (!('told' in told)) return told.value;
      const pauseMs = this.#pause(told.told, course);
      if (pauseMs === undefined) throw new Trouble(honest(told.told, request, course));
      await this.#rest(pauseMs);
    }
  }

  /** What is on its way is waited for, since nobody would know what became of it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
    this.#options.http.close();
  }

  /** Waits, unless the bot has closed its connection. */
  async #rest(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#closing.signal });
    } catch {
      throw closed();
    }
  }

  async #attempt(request: Request, course: Course): Promise<{ readonly value: unknown } | { readonly told: Told }> {
    const { http, token } = this.#options;
    if (this.#closing.signal.aborted) throw closed();
    const { method, path, body, headers } = request;
    const limitMs = Math.max(1, course.endMs - performance.now());
    try {
      const own = { Authorization: `Bearer ${token}`, ...headers };
      const reply = await http.send({ method, path, headers: own, limitMs, ...(body === undefined ? {} : { body }) });
      this.#wasThere = true;
      course.connects = 0;
      return reply.status === 200 ? { value: reply.value } : { told: toldBy(reply) };
    } catch (fault) {
      if (fault instanceof Trouble && fault.told.code !== 'AGENT_MISSING') throw fault;
      return { told: this.#lost(fault, request, course) };
    }
  }

  #lost(fault: unknown, { isRead, isRepeatable }: Request, course: Course): Told {
    const isSent = fault instanceof Lost && fault.isSent;
    const isLate = fault instanceof Lost && fault.isLate;
    const why = fault instanceof Error ? fault.message : String(fault);
    if (isSent) course.isDoubtful ||= !isRead;
    if (isSent && !isRepeatable) return { code: 'OUTCOME_UNKNOWN', sent: 'unknown', cause: fault };
    if (isLate)
      return { code: 'DEADLINE_PASSED', detail: `The agent did not answer within the timeout.`, cause: fault };
    const detail = fault instanceof Trouble ? why : `The agent can't be reached: ${why}.`;
    return {
      code: 'AGENT_MISSING',
      detail,
      retryable: this.#wasThere || isSent || this.#options.isWaiting,
      sent: 'no',
      cause: fault,
    };
  }

  /** How long to wait before the next attempt; undefined where there is none. */
  #pause({ code, sent, retryable, retryAfterMs }: Told, course: Course): number | undefined {
    if (code === 'OUTCOME_UNKNOWN' || sent !== 'no' || retryable !== true) return undefined;
    const leftMs = course.endMs - performance.now();
    if ((code === 'VAULT_SEALED' || code === 'AGENT_MISSING') && this.#options.isWaiting) {
      const pauseMs = Math.min(retryAfterMs ?? longestPauseMs, longestPauseMs);
      course.endMs += pauseMs;
      return pauseMs;
    }
    // The bot's own deadline has passed: another attempt would come after it.
    if (code === 'DEADLINE_PASSED') return undefined;
    if (code === 'AGENT_MISSING') {
      const pauseMs = Math.min(firstPauseMs * 2 ** course.connects, longestPauseMs);
      course.connects += 1;
      return pauseMs < leftMs ? pauseMs : undefined;
    }
    const pauseMs = retryAfterMs ?? longestPauseMs;
    course.repeats += 1;
    return course.repeats <= maxRepeats && pauseMs < leftMs ? pauseMs : undefined;
  }
}

/**
 * After a request that no answer came to, a refusal tells of the first only where the agent looked it up by its name: then it
 * has a call's id. What was refused before that, as by a sealed vault, leaves the first in doubt.
 */
function honest(told: Told, { isRead }: Request, { isDoubtful }: Course): Told {
  if (!isDoubtful || isRead || told.sent === 'unknown' || told.callId !== undefined) return told;
  const detail = `The answer was lost, and asking again failed with ${told.code}. The exchange may have acted: look before you repeat it, or repeat it with the same idempotencyKey.`;
  return { code: 'OUTCOME_UNKNOWN', sent: 'unknown', detail, cause: new Error(told.detail ?? told.code) };
}

/** Whatever it says, what answers like that is no agent that this SDK knows. */
function toldBy({ status, value }: Reply): Told {
  const problem = readProblem(value);
  if (problem !== undefined) return problem;
  return {
    code: 'ROUTE_UNKNOWN',
    sent: 'unknown',
    retryable: false,
    detail: `What answers there (status ${status}) is no agent with version 1 of the API. Update keybearer-client or Keybearer.`,
  };
}

const closed = (): Trouble => new Trouble({ code: 'INPUT_INVALID', detail: 'This connection was closed by close().' });
