import type { HealthItem } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';

/** Source: Kraken's API reference, "EGeneral:Temporary lockout". */
const lockoutMs = 15 * 60_000;

const recoverEveryMs = 5_000;

/** What the exchange's answers have told of a key since its session began; the leak alarm is among it. */
export class KeyHistory {
  #wasTaken = false;
  #overtakenMs: number | undefined;
  #lockedUntilMs = 0;
  #recoveredMs = Number.NEGATIVE_INFINITY;
  #hasRival = false;

  /** Has the exchange taken a call of this key? */
  get wasTaken(): boolean {
    return this.#wasTaken;
  }

  taken(): void {
    this.#wasTaken = true;
    this.#lockedUntilMs = 0;
  }

  /** The exchange had seen a nonce as high as ours or higher. That tells of another program once ours were taken before. */
  overtaken(nowMs: number): void {
    if (this.#wasTaken) this.#overtakenMs = nowMs;
  }

  /** May a nonce be looked for that the exchange takes? Not again and again: each try is a refusal in its books. */
  mayRecover(nowMs: number): boolean {
    return Math.abs(nowMs - this.#recoveredMs) >= recoverEveryMs;
  }

  recovering(nowMs: number): void {
    this.#recoveredMs = nowMs;
    this.#hasRival = false;
  }

  /** A nonce was found far above ours that the exchange takes, after it had refused several. */
  recovered(): void {
    this.#hasRival = true;
  }

  /** Did the last look for a nonce show that another program uses the key? */
  get hasRival(): boolean {
    return this.#hasRival;
  }

  /** The exchange says that the key is locked; how long since is counted from the first time. */
  lockedOut(nowMs: number): void {
    if (this.lockedForMs(nowMs) === 0) this.#lockedUntilMs = nowMs + lockoutMs;
  }

  /** How long a lockout likely still lasts; 0 where there is none. */
  lockedForMs(nowMs: number): number {
    return Math.max(0, this.#lockedUntilMs - nowMs);
  }

  items(): HealthItem[] {
    if (this.#overtakenMs === undefined) return [];
    const text = `Find the other program that uses this key: at ${isoTime(this.#overtakenMs)} the exchange had seen a higher nonce than this agent's. If that is not a program of yours, delete the key at the exchange now.`;
    return [{ id: 'used-elsewhere', level: 'bad', text }];
  }
}
