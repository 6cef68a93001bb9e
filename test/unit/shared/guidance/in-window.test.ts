/** No sentence that the window shows sends a person to the terminal where the window can do it itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { troubleText } from '../../../../electron/agent/report.ts';
import { AppError, errors } from '../../../../shared/errors.ts';
import { causes } from '../../../../shared/guidance/causes.ts';
import { inWindow, phrases } from '../../../../shared/guidance/in-window.ts';

const root = join(import.meta.dirname, '../../../..');
/** A command in a sentence: after the program's name, between quotes, or by one of its options. */
const command =
  /keybearer [a-z]|"(key|bot|log|code|import|config|status|vault|approve|panic|seal|unseal)( [a-z-]+)*( [A-Z]+)?( --[a-z-]+)?( [a-z]+)?"| --[a-z]{2}/;

/** Those that no page shows: bots' answers, the hint for a program that is told, the practice's own keys. */
const elsewhere = [
  'keybearer config set pairing.http true',
  'keybearer key dead-man ',
  'GET /v1/calls, keybearer log',
  'Answer: keybearer approve',
  '"keybearer agent" in a terminal or service',
  '"/usr/bin/tell-me", "--quiet"',
  ".update('keybearer ",
  'harOpening',
];

/** The lines of the sources that the window's sentences come from, without comments, and without Kraken's steps for the terminal. */
function lines(): string[] {
  const files = ['electron', 'shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  return files
    .filter((path) => !/electron.cli|kraken-set-up|in-window|auto-start|electron.main\.ts/.test(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => /['`]/.test(line) && !/^\s*(\*|\/\*|\/\/|import)/.test(line));
}

test('every sentence of the agent that names a command has another in the window', () => {
  const left = lines()
    .filter((line) => command.test(line) && !elsewhere.some((part) => line.includes(part)))
    .filter((line) => command.test(inWindow(line)));
  expect(left).toEqual([]);
});

test('each phrase stands in a sentence of the agent, as it is written here', () => {
  const all = lines().join('\n');
  expect(phrases.filter(([terminal]) => !all.includes(terminal))).toEqual([]);
});

describe('as they are read', () => {
  const said: readonly (readonly [string, string])[] = [
    [
      'causes',
      Object.values(causes)
        .map(({ text, check }) => `${text} ${check}`)
        .join(' '),
    ],
    [
      'faults',
      Object.values(errors)
        .map(({ text }) => text)
        .join(' '),
    ],
    ['a missing agent', new AppError('AGENT_MISSING').message],
    ['a log that was altered', troubleText({ result: 'altered', at: 7, isForeign: true, time: '' })],
  ];
  test.each(said)('%s: no command is left', (_what, text) => {
    expect(command.test(text)).toBe(true);
    expect(inWindow(text)).not.toMatch(command);
  });

  test('what stands around a command stays, as the seconds that a key rests', () => {
    const rests = 'The exchange refused this key three times in a row; it rests for another 30 s.';
    expect(inWindow(`${rests} "keybearer log --status failed" shows why.`)).toBe(
      `${rests} The calls that failed show why.`,
    );
  });

  test('a sentence without a command stays as it is', () => {
    expect(inWindow('This key may not withdraw.')).toBe('This key may not withdraw.');
  });
});
