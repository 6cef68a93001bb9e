import { expect, it } from 'vitest';
import { pushTo } from '../../../../electron/doors/window/push.ts';
import type { WindowPush } from '../../../../shared/window-api.ts';

function fakePage(isDestroyed = false) {
  const pushes: WindowPush[] = [];
  return {
    pushes,
    isDestroyed: () => isDestroyed,
    webContents: { send: (_channel: string, push: WindowPush) => pushes.push(push) },
  };
}

it('tells every open window what is new, and none that is gone', () => {
  const [open, gone] = [fakePage(), fakePage(true)];
  const tell = pushTo(
    () => [open, gone],
    () => false,
  );
  tell({ kind: 'keys' });
  tell({ kind: 'vault', vault: 'sealed' });
  expect(open.pushes).toEqual([{ kind: 'keys' }, { kind: 'vault', vault: 'sealed' }]);
  expect(gone.pushes).toEqual([]);
});

it('tells a locked window of its lock and of the vault, and of nothing else', () => {
  const page = fakePage();
  let isLocked = true;
  const tell = pushTo(
    () => [page],
    () => isLocked,
  );
  const kinds = ['keys', 'bots', 'approvals', 'settings', 'lock', 'keychain'] as const;
  for (const kind of kinds) tell({ kind });
  tell({ kind: 'vault', vault: 'sealed' });
  expect(page.pushes.map(({ kind }) => kind)).toEqual(['lock', 'keychain', 'vault']);
  isLocked = false;
  tell({ kind: 'keys' });
  expect(page.pushes.at(-1)).toEqual({ kind: 'keys' });
});
