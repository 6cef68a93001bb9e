import { expect, it } from 'vitest';
import { Background } from '../../../../electron/doors/window/background.ts';

function backgroundOn(
  platform: NodeJS.Platform,
  preferences: { runInBackground?: boolean; notifications?: boolean } = {},
) {
  const done: string[] = [];
  const background = new Background({
    platform,
    preferences: () => ({
      ...{
        theme: 'system',
        language: 'en',
        runInBackground: true,
        openAtLogin: false,
        notifications: true,
        lookForUpdates: true,
      },
      ...preferences,
    }),
    quit: () => done.push('quit'),
    notify: ({ title }) => done.push(title),
  });
  return { background, done };
}

it('a closed window leaves the agent at work, and that is said once in a run', () => {
  const { background, done } = backgroundOn('linux');
  background.closed();
  background.closed();
  expect(done).toEqual(['Keybearer goes on']);
});

it('without running in the background, closing ends the app', () => {
  const { background, done } = backgroundOn('win32', { runInBackground: false });
  background.closed();
  expect(done).toEqual(['quit']);
});

it('on a Mac closing a window ends nothing and needs no word', () => {
  const { background, done } = backgroundOn('darwin', { runInBackground: false });
  background.closed();
  expect(done).toEqual([]);
});

it('nothing is said where notifications are off, or where the app ends', () => {
  const silent = backgroundOn('linux', { notifications: false });
  silent.background.closed();
  const ending = backgroundOn('linux', { runInBackground: false });
  ending.background.quitting();
  ending.background.closed();
  expect([...silent.done, ...ending.done]).toEqual([]);
});
