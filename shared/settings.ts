/** The settings: their names, their values and what stands where nothing is set. */
import { z } from 'zod';

const absolute = /^(\/|[A-Za-z]:\\)/;
const hours = 'takes hours, over 0 and up to 720, or null';
const days = 'takes whole days, 1 to 3650, or null';
const megabytes = 'takes whole megabytes, 10 to 100000, or null';
const minutes = 'takes whole minutes, 1 to 240, or null';

export const Settings = z.strictObject({
  /** The program that is told what the owner should know, and its arguments; no shell reads them. */
  'notify.command': z
    .array(z.string().max(4096))
    .min(1, 'name a program')
    .max(50)
    .refine(([program = '']) => absolute.test(program), 'the program must be named by its whole path')
    .nullable()
    .default(null),
  /** May a bot ask over TCP to be let in? */
  'pairing.http': z.boolean().default(false),
  /** Seals the vault when no bot has called for so many hours; null: never. */
  'seal.afterIdleHours': z.number(hours).positive(hours).max(720, hours).nullable().default(null),
  /** Locks the window when nobody has used it for so many minutes; null: never. */
  'lock.afterIdleMinutes': z.int(minutes).min(1, minutes).max(240, minutes).nullable().default(10),
  /** Takes calls out of the log that are older; null: never. */
  'log.keepDays': z.int(days).min(1, days).max(3650, days).nullable().default(null),
  /** Takes the oldest calls out of the log where its file grows larger; null: never. */
  'log.maxMegabytes': z.int(megabytes).min(10, megabytes).max(100_000, megabytes).nullable().default(1000),
});
export type Settings = z.infer<typeof Settings>;

export type SettingName = keyof Settings;
export const settingNames = [
  'notify.command',
  'pairing.http',
  'seal.afterIdleHours',
  'lock.afterIdleMinutes',
  'log.keepDays',
  'log.maxMegabytes',
] as const satisfies readonly SettingName[];
