import type { HealthItem } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';

/** Notices that another program uses a key: its nonces overtake ours, though ours were taken before. */
export class LeakAlarm {
  #wasTaken = false;
  #overtakenMs: number | undefined;

  taken(): void {
    this.#wasTaken = true;
  }

  /** The exchange has seen a nonce as high as ours or higher. Takes: nowMs = Unix milliseconds. */
  overtaken(nowMs: number): void {
    if (this.#wasTaken) this.#overtakenMs = nowMs;
  }

  items(): HealthItem[] {
    if (this.#overtakenMs === undefined) return [];
    const text = `Find the other program that uses this key: at ${isoTime(this.#overtakenMs)} the exchange had seen a higher nonce than this agent's. If that is not a program of yours, delete the key at the exchange now.`;
    return [{ id: 'used-elsewhere', level: 'bad', text }];
  }
}
