/** The names of the automatic copies: one for each day and one for each ISO week, in UTC. */

const dayMs = 86_400_000;
const dailyPattern = /^vault-\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\.json$/;
const weeklyPattern = /^vault-\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])\.json$/;

/** Takes: Unix milliseconds. Gives: the day's name, then the week's. */
export const namesAt = (timeMs: number): readonly [string, string] => [
  `vault-${new Date(timeMs).toISOString().slice(0, 10)}.json`,
  `vault-${isoWeekOf(timeMs)}.json`,
];

/** The ISO week, e.g. `2026-W30`. Source: ISO 8601; a week belongs to the year that its Thursday is in. */
export function isoWeekOf(timeMs: number): string {
  // 1 January 1970 was a Thursday.
  const day = Math.floor(timeMs / dayMs);
  const thursday = Math.floor((day + 3) / 7) * 7;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / dayMs) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/**
 * Which files in the folder have had their time: daily copies beyond the newest 7, weekly ones beyond the newest 4, and
 * what interrupted writes left. Copies of days to come are neither counted nor taken: the clock may have been wrong.
 */
export function outdated(names: readonly string[], nowMs: number): readonly string[] {
  const [today, thisWeek] = namesAt(nowMs);
  const past = (pattern: RegExp, current: string): readonly string[] =>
    names
      .filter((name) => pattern.test(name) && name <= current)
      .toSorted()
      .toReversed();
  return [
    ...past(dailyPattern, today).slice(7),
    ...past(weeklyPattern, thisWeek).slice(4),
    ...names.filter((name) => name.endsWith('.tmp') && isOurs(name.slice(0, -'.tmp'.length))),
  ];
}

const isOurs = (name: string): boolean => dailyPattern.test(name) || weeklyPattern.test(name);
