/** The tray: state by the icon's shape, and a menu of what matters while there is no window. */
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Agent, AgentEvent } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
import type { TrayState } from './tray-state.ts';
import { iconFile, type TrayDeed, type TrayFacts, type TrayView, trayView } from './tray-view.ts';

export interface TrayDeps {
  readonly agent: Pick<Agent, 'subscribe' | 'status' | 'botAdmin'>;
  readonly isLocked: () => boolean;
  readonly clock: Clock;
  /** The directory of the icons. */
  readonly icons: string;
  readonly platform: NodeJS.Platform;
  readonly act: (deed: TrayDeed, to: string | undefined) => void;
  readonly report: (fault: unknown) => void;
}

export interface TrayKeeper {
  /** The window was looked at: what failed before is no news any more. */
  seen(): void;
  /** Something beside the agent changed: the lock. */
  refresh(): void;
  close(): void;
}

/** Many calls in a second are one look. */
const lookMs = 250;
const newsKinds: readonly AgentEvent['kind'][] = ['vault', 'bots', 'approvals', 'keys'];

/** Puts the icon into the tray. Gives undefined where the system has none. */
export function openTray(deps: TrayDeps): TrayKeeper | undefined {
  const { agent, clock, report } = deps;
  const over = new AbortController();
  let tray: Tray;
  let lastError: TrayFacts['lastError'];
  let drawn = '';
  let isDue = false;
  const look = () =>
    trayView({ status: agent.status(undefined), asked: askedOf(agent), isLocked: deps.isLocked(), lastError });
  try {
    tray = new Tray(iconOf(deps, look().state));
  } catch (fault) {
    report(fault);
    return undefined;
  }
  const draw = () => {
    const view = look();
    const id = JSON.stringify(view);
    if (id === drawn) return;
    drawn = id;
    tray.setImage(iconOf(deps, view.state));
    tray.setToolTip(view.tip);
    // Linux shows a changed menu only when it is set anew.
    tray.setContextMenu(menuOf(view, deps.act));
  };
  const refresh = () => {
    if (isDue) return;
    isDue = true;
    void clock.sleep(lookMs, over.signal).then(() => {
      isDue = false;
      if (!over.signal.aborted) draw();
    });
  };
  const stop = agent.subscribe((event) => {
    const isFailed = event.kind === 'call' && (event.call.status === 'failed' || event.call.status === 'unknown');
    if (event.kind === 'call' && isFailed) lastError = { call: event.call, isSeen: false };
    if (event.kind === 'vault' && event.vault !== 'open') lastError = undefined;
    if (isFailed || newsKinds.includes(event.kind)) refresh();
  });
  // A Mac opens the menu by a click, and Linux by whatever its desktop likes.
  if (deps.platform !== 'darwin') tray.on('click', () => deps.act('open', undefined));
  draw();
  return {
    seen() {
      if (lastError !== undefined) lastError = { ...lastError, isSeen: true };
      refresh();
    },
    refresh,
    close() {
      over.abort();
      stop();
      tray.destroy();
    },
  };
}

function askedOf({ botAdmin }: TrayDeps['agent']): number {
  try {
    return botAdmin.approvals.list().length;
  } catch {
    // Sealed: nothing waits.
    return 0;
  }
}

const menuOf = ({ items }: TrayView, act: TrayDeps['act']): Menu =>
  Menu.buildFromTemplate(
    items.map((item) => {
      if (item === null) return { type: 'separator' };
      const { label, deed, to } = item;
      return { label, enabled: deed !== undefined, click: () => deed !== undefined && act(deed, to) };
    }),
  );

const iconOf = ({ icons, platform }: TrayDeps, state: TrayState) =>
  nativeImage.createFromPath(join(icons, iconFile(state, platform)));
