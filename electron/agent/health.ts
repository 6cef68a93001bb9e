import type { HealthItem, Key } from '../../shared/model.ts';
import type { Session } from './sessions.ts';

/** What a person should know of a key. Takes: session = undefined where the key was not used since the vault was opened. */
export function healthOf(
  { endpoint, isForeign, findings, codes, deadMan }: Key,
  session: Session | undefined,
  nowMs: number,
): HealthItem[] {
  const items: HealthItem[] = [];
  const restsMs = session?.circuit.restsForMs(nowMs) ?? 0;
  if (restsMs > 0) {
    const text = `The exchange refused this key three times in a row; it rests for another ${Math.ceil(restsMs / 1000)} s. "keybearer log --status failed" shows why.`;
    items.push({ id: 'resting', level: 'bad', text });
  }
  if (isForeign) {
    const text = `Every request of this key goes to ${String(endpoint)}, which is neither on this machine nor the exchange's own address.`;
    items.push({ id: 'foreign-endpoint', level: 'warn', text });
  }
  if (codes === 'once-per-step') items.push(oncePerStep);
  if (deadMan) items.push(watched);
  // What is true now goes before what was found at the last test.
  const alarms = session?.history.items() ?? [];
  const now = [...items, ...alarms];
  return [...now, ...findings.filter(({ id }) => now.every((item) => item.id !== id))];
}

export const oncePerStep: HealthItem = {
  id: 'once-per-step',
  level: 'warn',
  text: 'The exchange takes each code once, so this key can make one call every 30 seconds. A fixed password as second factor, or more keys, make it faster.',
};

const watched: HealthItem = {
  id: 'dead-man',
  level: 'good',
  text: "Bots may feed the dead man's switch: when they fall silent, the exchange cancels every order of the account.",
};
