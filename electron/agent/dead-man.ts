import { AppError } from '../../shared/errors.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { Key } from '../../shared/model.ts';

/** Who has promised to be back, and until when. Each bot that lives feeds a key's switch; the longest promise holds it. */
export class DeadManSwitch {
  /** By key and bot, Unix milliseconds. */
  readonly #promises = new Map<string, Map<string, number>>();

  /** Until when the switch would hold with this promise. */
  with(keyId: string, botId: string, untilMs: number): number {
    const others = [...(this.#promises.get(keyId) ?? [])].filter(([id]) => id !== botId).map(([, until]) => until);
    return Math.max(untilMs, ...others);
  }

  promise(keyId: string, botId: string, untilMs: number): void {
    const promises = this.#promises.get(keyId) ?? new Map<string, number>();
    this.#promises.set(keyId, promises.set(botId, untilMs));
  }

  isArmed(keyId: string, nowMs: number): boolean {
    return [...(this.#promises.get(keyId)?.values() ?? [])].some((untilMs) => untilMs > nowMs);
  }

  forget(keyId: string): void {
    this.#promises.delete(keyId);
  }
}

export const hasDeadMan = (exchange: string): boolean => exchange === 'kraken';

/** Throws: INPUT_INVALID. */
export function checkDeadMan(key: Key): void {
  if (hasDeadMan(key.exchange)) return;
  throw new AppError('INPUT_INVALID', {
    detail: `${exchangeName(key.exchange)} has no dead man's switch that Keybearer knows.`,
  });
}
