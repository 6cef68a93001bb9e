import { expect, it } from 'vitest';
import { pushTo } from '../../../../electron/doors/window/push.ts';
import type { WindowPush } from '../../../../shared/window-api.ts';
import { fakeAgent } from './fake-agent.ts';

function fakePage(isDestroyed = false) {
  const pushes: WindowPush[] = [];
  return {
    pushes,
    isDestroyed: () => isDestroyed,
    webContents: { send: (_channel: string, push: WindowPush) => pushes.push(push) },
  };
}

it('tells every open window what is new, and none that is gone', () => {
  const fake = fakeAgent();
  const [open, gone] = [fakePage(), fakePage(true)];
  const stop = pushTo(fake.agent, () => [open, gone]);
  fake.emit({ kind: 'keys' });
  fake.emit({ kind: 'vault', vault: 'sealed' });
  stop();
  fake.emit({ kind: 'bots' });
  expect(open.pushes).toEqual([{ kind: 'keys' }, { kind: 'vault', vault: 'sealed' }]);
  expect(gone.pushes).toEqual([]);
});
