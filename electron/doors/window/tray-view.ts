/** What the tray shows, decided from what the agent says; drawing it is tray.ts. */

import type { StatusView } from '../../../shared/control-views.ts';
import { inWindow } from '../../../shared/guidance/in-window.ts';
import type { CallRecord } from '../../../shared/model.ts';
import type { TrayState } from './tray-state.ts';
import { words } from './words.ts';

export interface TrayFacts {
  readonly status: Pick<StatusView, 'vault' | 'bots' | 'warnings'>;
  /** Orders that wait for a yes. */
  readonly asked: number;
  readonly isLocked: boolean;
  /** The last call that failed; `isSeen` once the window was looked at. */
  readonly lastError: { readonly call: CallRecord; readonly isSeen: boolean } | undefined;
}

export type TrayDeed = 'open' | 'go' | 'pause-all' | 'lock' | 'seal' | 'quit';

export interface TrayItem {
  readonly label: string;
  readonly deed?: TrayDeed;
  /** A page's address, where `deed` is `go`. */
  readonly to?: string;
}

export interface TrayView {
  readonly state: TrayState;
  readonly tip: string;
  /** null is a line between groups. */
  readonly items: readonly (TrayItem | null)[];
}

/** Longer labels make a menu as wide as the screen. */
const longest = 70;

/** While the window is locked nothing here names a key, a bot or an order. */
export function trayView(facts: TrayFacts): TrayView {
  const state = stateOf(facts);
  const isOpen = facts.status.vault === 'open';
  const groups: TrayItem[][] = [
    [{ label: words.tray.open, deed: 'open' }],
    isOpen ? newsItems(facts) : [],
    isOpen && facts.status.bots.some(isActive) ? [{ label: words.tray.pauseAll, deed: 'pause-all' }] : [],
    [
      ...(facts.status.vault === 'missing' || facts.isLocked
        ? []
        : [{ label: words.tray.lock, deed: 'lock' } as const]),
      ...(isOpen ? [{ label: words.tray.seal, deed: 'seal' } as const] : []),
    ],
    [{ label: words.tray.quit, deed: 'quit' }],
  ];
  const filled = groups.filter((group) => group.length > 0);
  return {
    state,
    tip: `${words.name}: ${words.tray.state[state]}`,
    items: filled.flatMap((group, n) => (n === 0 ? group : [null, ...group])),
  };
}

const isActive = ({ state }: StatusView['bots'][number]): boolean => state === 'active';

function stateOf({ status, asked, lastError }: TrayFacts): TrayState {
  if (status.vault === 'missing') return 'missing';
  if (status.vault !== 'open') return 'sealed';
  const isFailing = lastError !== undefined && !lastError.isSeen;
  if (asked > 0 || isFailing || status.warnings.length > 0) return 'asking';
  const alive = status.bots.filter(({ state }) => state !== 'expired');
  return alive.length > 0 && !alive.some(isActive) ? 'paused' : 'open';
}

function newsItems({ status, asked, isLocked, lastError }: TrayFacts): TrayItem[] {
  const atWork = status.bots.filter(isActive);
  const count = status.bots.length === 0 ? words.tray.botsMissing : words.tray.atWork(atWork.length);
  const names = isLocked || atWork.length === 0 ? '' : `: ${atWork.map(({ name }) => name).join(', ')}`;
  const items: TrayItem[] = [{ label: cut(count + names), deed: 'go', to: '#/bots' }];
  if (asked > 0) items.push({ label: words.tray.asked(asked), deed: 'go', to: '#/approvals' });
  if (isLocked) return items;
  if (lastError !== undefined) items.push(errorItem(lastError.call));
  for (const warning of status.warnings)
    items.push({ label: cut(words.tray.warning(inWindow(warning))), deed: 'go', to: '#/keys' });
  return items;
}

function errorItem({ id, code, key, bot, method }: CallRecord): TrayItem {
  const where = [bot, method, key].filter((part) => part !== null).join(' · ');
  return { label: cut(words.tray.lastError(`${code ?? '?'} (${where})`)), deed: 'go', to: `#/calls/${id}` };
}

// An ampersand is a mnemonic's mark in menus of Windows and Linux.
const cut = (label: string): string => {
  const signs = [...label.replaceAll('&', '&&')];
  return signs.length <= longest ? signs.join('') : `${signs.slice(0, longest - 1).join('')}…`;
};

/** Nothing is kept open before there is a vault, so that has the shape of a sealed one. */
export function iconFile(state: TrayState, platform: NodeJS.Platform): string {
  const shape = state === 'missing' ? 'sealed' : state;
  // macOS colours a template by its menu bar; Windows picks the size it wants out of an .ico.
  if (platform === 'darwin') return `${shape}Template.png`;
  return platform === 'win32' ? `${shape}.ico` : `${shape}.png`;
}
