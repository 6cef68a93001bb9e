import type { Desk, HandlersOf } from './shell.ts';

/** How the app behaves on this computer; it widens nothing, so that no passphrase is asked. */
export function preferenceHandlers({ shell }: Desk): HandlersOf<'preferences'> {
  return {
    'preferences.list': async () => shell.settings.preferences,
    'preferences.set': async (change) => {
      const preferences = shell.settings.setPreferences(change);
      shell.tell({ kind: 'preferences' });
      return preferences;
    },
  };
}
