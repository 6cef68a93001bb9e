/** Every word that main shows by itself: in the tray, the menus, notifications and the system's boxes. */
import type { NewsKind } from '../../agent/news.ts';
import type { TrayState } from './tray-state.ts';

const bots = (count: number): string => (count === 1 ? '1 bot' : `${count} bots`);

export const words = {
  name: 'Keybearer',
  approvals: 'Keybearer: may it?',

  tray: {
    open: 'Open Keybearer',
    atWork: (count: number) => (count === 0 ? 'No bot is at work' : `${bots(count)} at work`),
    botsMissing: 'No bots yet',
    asked: (count: number) => (count === 1 ? '1 order waits for your answer' : `${count} orders wait for your answer`),
    lastError: (text: string) => `Last error: ${text}`,
    warning: (text: string) => `Warning: ${text}`,
    pauseAll: 'Pause all bots…',
    lock: 'Lock the window',
    seal: 'Seal the vault',
    quit: 'Quit (bots will wait)',
    state: {
      missing: 'no vault yet',
      open: 'the vault is open',
      asking: 'something waits for you',
      paused: 'all bots are paused',
      sealed: 'the vault is sealed, bots wait',
    } satisfies Record<TrayState, string>,
  },

  menu: {
    file: 'File',
    addKey: 'Add a key…',
    connectBot: 'Connect a bot…',
    edit: 'Edit',
    view: 'View',
    search: 'Search…',
    settings: 'Settings…',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    window: 'Window',
    closeWindow: 'Close window',
    about: 'About Keybearer',
    quit: 'Quit Keybearer',
    developer: 'Developer',
  },

  panic: {
    title: 'Stop every bot now?',
    lead: 'All bots are paused at once. You resume each of them yourself, with the passphrase.',
    yes: 'Stop all bots',
    no: 'Cancel',
    failed: 'The bots could not be paused',
  },

  quit: {
    title: 'Quit Keybearer?',
    lead: (count: number) =>
      `${bots(count)} ${count === 1 ? 'is' : 'are'} at work. They wait until Keybearer runs again and its vault is open.`,
    yes: 'Quit',
    no: 'Cancel',
  },

  sealFailed: 'The vault could not be sealed',

  /** Of each kind of news: its title, which is all that is said while the window is locked. */
  news: {
    'approval-waiting': 'An order waits for your answer',
    'bot-paused': 'A bot was paused',
    'key-expiring': 'A key expires',
    'key-refused': 'The exchange refuses a key',
    'leak-alarm': 'A key is used by somebody else',
    'outcome-unknown': 'The outcome of an order is unknown',
    'vault-sealed': 'The vault is sealed: bots wait',
    'vault-warning': 'The vault or its log needs a look',
  } satisfies Record<NewsKind, string>,
  lockedNews: 'Unlock the window to read more.',

  background: {
    title: 'Keybearer goes on',
    /** Said once in a run, when its last window was closed. A desktop without a tray is told, too. */
    text: 'Your bots are still served. Open Keybearer from its tray icon, or start it again. Settings say whether closing ends it.',
  },
} as const;
