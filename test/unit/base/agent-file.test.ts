import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAgentFile, removeAgentFile, writeAgentFile } from '../../../electron/base/agent-file.ts';

const file = { version: '0.1.0', pid: 4711, socket: '/run/a.sock', control: '/run/c.sock', http: 'http://127.0.0.1:1' };
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kb-file-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('what the agent writes is what clients read, in a private file with nothing beside it', () => {
  writeAgentFile(dataDir, file);
  expect(readAgentFile(dataDir)).toEqual(file);
  expect(statSync(join(dataDir, 'run', 'agent.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dataDir, 'run'))).toEqual(['agent.json']);
});

test('a missing, broken or foreign file means that there is no agent', () => {
  expect(readAgentFile(dataDir)).toBeUndefined();
  writeAgentFile(dataDir, file);
  for (const text of ['', '{"version":', 'null', '[]', '{"pid":"x"}', '{"version":"1","pid":1,"socket":"/a"}']) {
    writeFileSync(join(dataDir, 'run', 'agent.json'), text);
    expect(readAgentFile(dataDir)).toBeUndefined();
  }
});

test('an agent that ends removes its own file only', () => {
  writeAgentFile(dataDir, file);
  removeAgentFile(dataDir, 1);
  expect(readAgentFile(dataDir)).toEqual(file);
  removeAgentFile(dataDir, file.pid);
  expect(readAgentFile(dataDir)).toBeUndefined();
});
