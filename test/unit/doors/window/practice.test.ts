import { afterEach, beforeEach, expect, it } from 'vitest';
import { PracticeDesk } from '../../../../electron/doors/window/practice.ts';
import { type Practice, startPractice } from '../../../../electron/practice/server.ts';
import { type FakeAgent, fakeAgent } from '../../../fakes/agent.ts';

let agent: FakeAgent;
let running: Practice[];
let port: number | undefined;
const settings = {
  get practicePort() {
    return port;
  },
  keepPracticePort: (given: number) => {
    port = given;
  },
};
const start = async (wanted: number) => {
  const practice = await startPractice({ port: wanted, now: Date.now });
  running.push(practice);
  return practice;
};
const desk = () => new PracticeDesk({ agent, settings, start });
const knowing = (labels: readonly string[]) => {
  const status = agent.status(undefined);
  Object.assign(agent, {
    status: () => ({ ...status, keys: labels.map((label) => ({ id: label, label, health: [] })) }),
  });
};

beforeEach(() => {
  [agent, running, port] = [fakeAgent(), [], undefined];
});
afterEach(() => Promise.all(running.map((practice) => practice.close())));

it('starts one exchange, however often it is asked, and adds each key with its address confirmed', async () => {
  const one = desk();
  const { url, labels } = await one.addKeys();
  await one.addKeys();
  expect(running.length).toBe(1);
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(labels).toContain('practice-totp');
  expect(agent.keysAdded.slice(0, labels.length).map(({ label }) => label)).toEqual(labels);
  expect(agent.keysAdded.every((key) => key.confirmEndpoint === true && key.endpoint === url)).toBe(true);
});

it('leaves a key that the vault has already as it is', async () => {
  const [known] = agent.keys.list();
  if (known === undefined) throw new Error('the fake agent has no key');
  Object.assign(agent.keys, { list: () => [{ ...known, label: 'practice-totp' }] });
  await desk().addKeys();
  expect(agent.keysAdded.map(({ label }) => label)).not.toContain('practice-totp');
});

it('comes back on the same port at the next start, where its keys are still known', async () => {
  await desk().addKeys();
  const first = running[0]?.url;
  await running.shift()?.close();
  knowing(['practice-totp']);
  await desk().resume();
  expect(running.map(({ url }) => url)).toEqual([first]);
});

it('does not come back where its keys are gone, or were never asked for', async () => {
  await desk().resume();
  port = 65_000;
  knowing(['kraken-main']);
  await desk().resume();
  expect(running).toEqual([]);
});

it('can be asked again after it could not start', async () => {
  let tries = 0;
  const shaky = new PracticeDesk({
    ...{ agent, settings },
    start: (wanted) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no')) : start(wanted);
    },
  });
  await expect(shaky.addKeys()).rejects.toThrow('no');
  await shaky.addKeys();
  expect(running.length).toBe(1);
});
