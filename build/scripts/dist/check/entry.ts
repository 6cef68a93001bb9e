/** A desktop entry. Source: freedesktop.org, "Desktop Entry Specification" 1.5. */
import type { Tally } from './tally.ts';

const wanted: Readonly<Record<string, string>> = {
  ...{
    Type: 'Application',
    Name: 'Keybearer',
    Comment: 'Holds exchange API keys and their two-factor secrets, so that no bot ever does.',
  },
  ...{ Exec: '/opt/Keybearer/keybearer %U', Icon: 'keybearer', Terminal: 'false', Categories: 'Finance;' },
  ...{ Keywords: 'exchange;api;key;2fa;bot;trading;', StartupWMClass: 'keybearer', StartupNotify: 'true' },
};

export function checkEntry(tally: Tally, what: string, text: string): void {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  tally.same(`${what}: the desktop entry begins as one`, lines[0], '[Desktop Entry]');
  const rows = lines
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  tally.sameList(`${what}: the desktop entry`, rows.map(([key]) => key).sort(), Object.keys(wanted).sort());
  for (const [key, value] of rows)
    if (key in wanted) tally.same(`${what}: the desktop entry's ${key}`, value, wanted[key]);
}
