import { readFileSync, statSync } from 'node:fs';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();
const listeners = new Map<string, Set<Handler>>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler: (channel: string): unknown => handlers.delete(channel),
  on: (channel: string, listener: Handler): unknown =>
    listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
};

/**
 * A file of answers given in place of the app's own, by the call's name: how a screenshot shows a page that waits or fails.
 * `never` doesn't answer, `gone` is main gone away, `own` is the app's own answer. Other answers may be put in the file
 * at any time.
 */
const answersFile = process.env['DOUBLE_ANSWERS'];
let planted = new Map<unknown, unknown>();
let plantedMs = 0;

function readPlanted(): void {
  if (answersFile === undefined) return;
  const { mtimeMs } = statSync(answersFile);
  if (mtimeMs === plantedMs) return;
  planted = new Map(Object.entries(JSON.parse(readFileSync(answersFile, 'utf8'))));
  plantedMs = mtimeMs;
}

/** What is planted for a call now: of `{ inTurn: [...] }` one after the other, the last of them for good. */
function nextOf(name: unknown): unknown {
  readPlanted();
  const plant = planted.get(name);
  const turns = typeof plant === 'object' && plant !== null ? Reflect.get(plant, 'inTurn') : undefined;
  if (!Array.isArray(turns)) return plant;
  return turns.length > 1 ? turns.shift() : turns[0];
}

/** What Electron answers to `ipcRenderer.invoke`: a value, or an error that keeps its message alone. */
export async function invoke(
  channel: string,
  event: unknown,
  args: unknown[],
): Promise<{ ok: boolean; value: unknown }> {
  const handler = handlers.get(channel);
  const plant = nextOf(args[0]);
  if (plant === 'never') return new Promise(() => undefined);
  if (plant === 'gone') return { ok: false, value: `No handler registered for '${channel}'` };
  if (plant !== undefined && plant !== 'own') return { ok: true, value: plant };
  if (handler === undefined) return { ok: false, value: `No handler registered for '${channel}'` };
  try {
    return { ok: true, value: await handler(event, ...args) };
  } catch (error) {
    return { ok: false, value: `Error invoking remote method '${channel}': ${error}` };
  }
}

export function emit(channel: string, event: unknown, args: unknown[]): void {
  for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
}
