/** The settings: their names, their values and what stands where nothing is set. */
import { z } from 'zod';

const absolute = /^(\/|[A-Za-z]:\\)/;

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
});
export type Settings = z.infer<typeof Settings>;

export type SettingName = keyof Settings;
export const settingNames: readonly SettingName[] = ['notify.command', 'pairing.http'];
