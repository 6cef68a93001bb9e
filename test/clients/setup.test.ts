import { expect, test } from 'vitest';
import { callAsBot } from '../cli/bot-call.ts';
import { keyLabel, startClientStage } from './setup.ts';

test('the stage has a key that a bot may use, also after the agent was killed', async () => {
  await using stage = await startClientStage();
  const balance = () => callAsBot(stage, keyLabel, 'fetchBalance');
  expect(await balance()).toHaveProperty('result.total.USD');
  await stage.endAgent();
  await expect(balance()).rejects.toThrow(/ECONNREFUSED|ENOENT/);
  await stage.startAgent();
  expect(await balance()).toHaveProperty('result.total.USD');
});
