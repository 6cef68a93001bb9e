/**
 * Finds the error classes of the bot's own ccxt. It is looked for when the first error is thrown, never before, and of ccxt
 * only the one small file with its errors is loaded: a bot that has ccxt installed for nothing else pays no start of ccxt.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Classes = Readonly<Record<string, unknown>>;

let found: Promise<Classes | undefined> | undefined;
let known: Classes | undefined;

/** Gives: undefined where the bot has no ccxt. */
export function ccxtClasses(): Promise<Classes | undefined> {
  found ??= find().then(
    (classes) => {
      known = classes;
      return classes;
    },
    () => undefined,
  );
  return found;
}

/** What was found by now: for errors that can't wait. */
export const knownClasses = (): Classes | undefined => known;

async function find(): Promise<Classes | undefined> {
  for (const from of [process.argv[1], join(process.cwd(), 'bot.js')]) {
    if (from === undefined) continue;
    const require = createRequire(pathToFileURL(from));
    const root = rootOf(require);
    if (root === undefined) continue;
    // A bot in CommonJS has classes of its own, which are there by now if it can catch any of them.
    const common = require.cache[join(root, 'dist/cjs/src/base/errors.js')]?.exports;
    if (common !== undefined) return common;
    const file = join(root, 'js/src/base/errors.js');
    if (existsSync(file)) return (await import(pathToFileURL(file).href)) as Classes;
  }
  return undefined;
}

/** The folder of the ccxt that the bot would get. */
function rootOf(require: NodeJS.Require): string | undefined {
  let at: string;
  try {
    at = dirname(require.resolve('ccxt'));
  } catch {
    return undefined;
  }
  for (; at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json')) && existsSync(join(at, 'js'))) return at;
  return undefined;
}
