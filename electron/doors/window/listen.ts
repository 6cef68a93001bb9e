import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { AppError, asAppError, type Problem, toProblem } from '../../../shared/errors.ts';
import { type WindowAnswer, type WindowCall, windowApi, windowChannel } from '../../../shared/window-api.ts';
import type { WindowHandlers } from './handlers/shell.ts';

/** The page's origin; no other may speak to main. */
export const pageOrigin = 'app://keybearer';

/** What is looked at of a sender; a forged one in a test needs no more. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** What answers the page, and whether the window is locked now. */
export interface Answering {
  readonly handlers: WindowHandlers;
  readonly isLocked: () => boolean;
}

/** Registers the window's one channel. Nothing else calls `ipcMain.handle`. */
export function listen(ipc: Pick<IpcMain, 'handle'>, answering: Answering): void {
  ipc.handle(windowChannel, (event: IpcMainInvokeEvent, name: unknown, params: unknown) =>
    answer(event, answering, name, params),
  );
}

/** One call of the page: sender, name and parameters checked, the result too, every fault a value. */
export async function answer(
  sender: Sender,
  answering: Answering,
  name: unknown,
  params: unknown,
): Promise<WindowAnswer<unknown>> {
  try {
    if (!isOurPage(sender)) throw new AppError('ORIGIN_DENIED', { detail: 'Only the page of Keybearer may ask that.' });
    if (!isWindowCall(name)) throw new AppError('ROUTE_UNKNOWN', { detail: 'The window has no such call.' });
    return { ok: true, value: await run(name, answering, params) };
  } catch (fault) {
    return { ok: false, error: problemOf(fault) };
  }
}

/** Is this the top frame of our own page? Source: Electron's security tutorial, rule 17. */
export function isOurPage({ senderFrame }: Sender): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false;
  return URL.canParse(senderFrame.url) && senderFrame.url.startsWith(`${pageOrigin}/`);
}

const isWindowCall = (name: unknown): name is WindowCall => typeof name === 'string' && Object.hasOwn(windowApi, name);

async function run(name: WindowCall, { handlers, isLocked }: Answering, params: unknown): Promise<unknown> {
  const row = windowApi[name];
  const refuseLocked = () => {
    if (!('whileLocked' in row) && isLocked()) throw new AppError('WINDOW_LOCKED');
  };
  refuseLocked();
  const parsed = row.params.safeParse(params);
  if (!parsed.success) throw new AppError('INPUT_INVALID', { detail: sentenceOf(parsed.error.issues) });
  // The table ties each name to its parameters; TypeScript can't follow that through a union of names.
  const handler = handlers[name] as (params: unknown) => Promise<unknown>;
  const result = await handler(parsed.data);
  // The window may have been locked meanwhile; nobody there is to see what was asked before.
  refuseLocked();
  return row.result.parse(result);
}

/** The first complaint, by its field. Zod's messages hold no input. */
function sentenceOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [first] = issues;
  if (first === undefined) return 'The input could not be used.';
  const field = first.path.map(String).join('.');
  return field === '' ? first.message : `${field}: ${first.message}`;
}

// Only what structured clone surely takes: a cause can hold anything.
const problemOf = (fault: unknown): Problem => toProblem(asAppError(fault));
