import type { z } from 'zod';
import type { WindowCall, WindowPush, WindowResult, windowApi } from '../../../../shared/window-api.ts';
import type { Agent, DoorPlaces } from '../../../agent/ports.ts';
import type { WindowLock } from '../lock.ts';
import type { PracticeDesk } from '../practice.ts';
import type { WindowSettings } from '../settings.ts';
import type { UpdateDesk } from '../update-desk.ts';

/** What a call may do to the window itself. */
export interface WindowShell {
  readonly lock: Pick<WindowLock, 'isLocked' | 'lock' | 'unlock' | 'hold' | 'release'>;
  /** Keeps the window out of screenshots and screen sharing. */
  protect(isOn: boolean): void;
  /** Puts a text into the clipboard for a while. */
  copy(text: string): Promise<void>;
  /** Asks the user where a file shall be written; null where the dialog was closed. Takes: name = what is proposed. */
  saveAs(name: string): Promise<string | null>;
  /** Tells the page of what the agent has no event for. */
  tell(push: WindowPush): void;
  /** Unix milliseconds, by the agent's clock. */
  now(): number;
  /** Why the keychain did not open the vault at the start; null where it did, or is off. */
  note(): string | null;
  /** Opens an address in the system's browser; it was checked. */
  openLink(url: string): Promise<void>;
  readonly updates: Pick<UpdateDesk, 'view' | 'look' | 'accept' | 'cancel'>;
  readonly practice: Pick<PracticeDesk, 'addKeys'>;
  readonly settings: Pick<WindowSettings, 'preferences' | 'setPreferences'>;
}

/** What every handler is made of. */
export interface Desk {
  readonly agent: Agent;
  readonly doors: DoorPlaces | undefined;
  readonly shell: WindowShell;
}

type Parsed<N extends WindowCall> = z.output<(typeof windowApi)[N]['params']>;
export type WindowHandlers = { readonly [N in WindowCall]: (params: Parsed<N>) => Promise<WindowResult<N>> };

/** The handlers of one subject: those whose calls begin with its word. */
export type HandlersOf<S extends string> = {
  readonly [N in WindowCall as N extends `${S}.${string}` ? N : never]: WindowHandlers[N];
};
