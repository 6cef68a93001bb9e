import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const dir = join(root, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = readdirSync(dir).map((name) => {
  const text = readFileSync(join(dir, name), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, body]) => ({ title: `${name}: ${job}`, workflow, ...body })),
);

test('there is a workflow for changes and one for releases', () => {
  expect(workflows.map(({ name }) => name)).toEqual(['checks.yml', 'release.yml']);
});

test('every action is pinned to a whole commit, with its version beside it', () => {
  for (const { text } of workflows) {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('a workflow may do nothing by itself, and each job says what it may', () => {
  for (const { workflow } of workflows) expect(workflow.permissions).toEqual({});
  for (const { permissions, title } of jobs) {
    expect(permissions, title).toBeDefined();
    const writes = Object.entries(permissions ?? {}).filter(([, level]) => level !== 'read');
    if (title !== 'release.yml: draft') expect(writes, title).toEqual([]);
  }
});

test('what a pull request can reach sees no secret and leaves no token behind', () => {
  for (const { workflow, text } of workflows) {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
    if ('pull_request' in workflow.on) expect(text).not.toMatch(/secrets\.|github\.token/);
  }
  for (const { steps, title } of jobs)
    for (const step of steps)
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials'], title).toBe(false);
});

test('no text from outside is put into a script', () => {
  for (const { steps, title } of jobs) for (const { run = '' } of steps) expect(run, title).not.toContain('${{');
});

test('every npm script that is run exists, and every job ends', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  for (const { steps, title, 'timeout-minutes': minutes } of jobs) {
    expect(minutes, title).toBeGreaterThan(0);
    for (const { run = '' } of steps)
      for (const [, name = ''] of run.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
  }
});
