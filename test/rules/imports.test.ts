import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const config = createRequire(import.meta.url)('../../build/import-rules.cjs');
const ruleNames: string[] = config.forbidden.map((rule: { name: string }) => rule.name);

/** One violation a rule: the file that breaks it, and what it imports. */
const planted: Record<string, readonly [file: string, imports: string]> = {
  'shared-alone': ['shared/a.ts', '../electron/base/free.ts'],
  'shared-no-platform': ['shared/b.ts', 'node:fs'],
  'renderer-shared': ['renderer/a.ts', '../electron/base/free.ts'],
  'renderer-no-electron': ['renderer/b.ts', 'electron'],
  'renderer-no-node': ['renderer/c.ts', 'node:fs'],
  'base-shared': ['electron/base/a.ts', '../vault/free.ts'],
  'service-vault': ['electron/vault/a.ts', '../otp/free.ts'],
  'service-otp': ['electron/otp/a.ts', '../policy/free.ts'],
  'service-policy': ['electron/policy/a.ts', '../exchange/free.ts'],
  'service-exchange': ['electron/exchange/a.ts', '../otp/free.ts'],
  'service-calllog': ['electron/calllog/a.ts', '../state/free.ts'],
  'service-state': ['electron/state/a.ts', '../vault/free.ts'],
  'agent-services': ['electron/agent/a.ts', '../doors/bots/free.ts'],
  'door-bots': ['electron/doors/bots/a.ts', '../../vault/free.ts'],
  'door-control': ['electron/doors/control/a.ts', '../bots/free.ts'],
  'door-window': ['electron/doors/window/a.ts', '../../exchange/free.ts'],
  'cli-shared': ['electron/cli/a.ts', '../agent/free.ts'],
  'practice-alone': ['electron/practice/a.ts', '../otp/free.ts'],
  'main-composes': ['electron/main.ts', './vault/free.ts'],
  'terminal-composes': ['electron/terminal.ts', './doors/window/shell.ts'],
  'cli-starts': ['electron/cli.ts', './doors/window/shell.ts'],
  'terminal-from-entries': ['electron/agent/e.ts', '../terminal.ts'],
  'preload-types': ['electron/preload.ts', '../shared/free.ts'],
  'entries-unimported': ['electron/agent/b.ts', '../cli.ts'],
  'electron-only-in-shell': ['electron/agent/c.ts', 'electron'],
  'cli-never-reaches-electron': ['electron/doors/window/shell.ts', 'electron'],
  'ccxt-only-in-exchange': ['electron/agent/d.ts', 'ccxt'],
  'clients-alone': ['clients/a.ts', '../shared/free.ts'],
  'clients-unimported': ['electron/base/c.ts', '../../clients/free.ts'],
  'test-unimported': ['electron/base/b.ts', '../../test/free.ts'],
  'no-circles': ['shared/c.ts', './c2.ts'],
  resolvable: ['shared/d.ts', './nowhere.ts'],
};

const folders = [
  'shared',
  'clients',
  'test',
  ...['base', 'vault', 'otp', 'policy', 'exchange', 'calllog', 'state', 'agent', 'doors/bots'].map(
    (name) => `electron/${name}`,
  ),
];

let root = '';
let broken: { from: string; rule: string }[] = [];

function plant(file: string, text: string): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'rules-'));
  for (const folder of folders) plant(`${folder}/free.ts`, 'export const free = 1;\n');
  for (const name of ['electron', 'ccxt']) {
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    plant(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  plant('shared/c2.ts', "import './c.ts';\n");
  for (const [file, imports] of Object.values(planted)) plant(file, `import '${imports}';\n`);
  const { output } = await cruise(['shared', 'electron', 'renderer', 'clients'], {
    ...config.options,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
    baseDir: root,
  });
  broken = (output as ICruiseResult).summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the import rules', () => {
  it('have a planted violation each', () => {
    expect(Object.keys(planted).sort()).toEqual([...ruleNames].sort());
  });

  it.each(Object.entries(planted))('%s catches its violation', (rule, [file]) => {
    const from = rule === 'cli-never-reaches-electron' ? 'electron/cli.ts' : file;
    expect(broken).toContainEqual({ from, rule });
  });
});
