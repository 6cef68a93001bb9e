/** What the page may not do, tried in the page itself. */
import { expect, test } from '@playwright/test';
import { type DesktopApp, startApp } from './app.ts';

let app: DesktopApp;

test.beforeAll(async () => {
  app = await startApp();
});

test.afterAll(async () => {
  await app?.close();
});

test('the page has one bridge of two functions, and nothing of Node', async () => {
  const found = await app.page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(window, 'keybearer')).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
  }));
  expect(found).toEqual({ bridge: ['call', 'on'], node: [] });
});

test('a call that is not in the contract is refused with a code', async () => {
  const codes = await app.page.evaluate(async () => {
    const { call } = Reflect.get(window, 'keybearer');
    const names = ['agent.close', '__proto__', 'constructor', 'toString', '', 7, null, {}];
    const answers = await Promise.all(names.map((name) => call(name, {})));
    return answers.map((answer) => answer.error?.code);
  });
  expect(new Set(codes)).toEqual(new Set(['ROUTE_UNKNOWN']));
});

test('parameters that the contract does not know are refused with a code', async () => {
  const codes = await app.page.evaluate(async () => {
    const { call } = Reflect.get(window, 'keybearer');
    const tries: [string, unknown][] = [
      ['vault.unseal', { passphrase: 7 }],
      ['vault.unseal', { passphrase: 'x', more: 1 }],
      ['keys.show', null],
      ['calls.list', { limit: 100_000 }],
    ];
    const answers = await Promise.all(tries.map(([name, params]) => call(name, params)));
    return answers.map((answer) => answer.error?.code);
  });
  expect(new Set(codes)).toEqual(new Set(['INPUT_INVALID']));
});

test('the content security policy stops scripts, requests and markup made from text', async () => {
  const stopped = await app.page.evaluate(async () => {
    const fails = async (what: () => unknown) => {
      try {
        await what();
        return false;
      } catch {
        return true;
      }
    };
    return {
      code: await new Promise((resolve) => {
        // In a task of its own: what a driver evaluates may make code, whatever the policy says.
        setTimeout(() => fails(() => new Function('return 1')()).then(resolve));
      }),
      markup: await fails(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
      request: await fails(() => fetch('https://example.com/')),
      own: await fails(() => fetch('./index.html')),
    };
  });
  expect(stopped).toEqual({ code: true, markup: true, request: true, own: true });
});

test('the page cannot be led away', async () => {
  const before = app.page.url();
  await app.page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await app.page.waitForTimeout(300);
  expect(app.page.url()).toBe(before);
});
