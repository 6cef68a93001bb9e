/** Secrets are planted in a life of Keybearer and looked for everywhere. `npm run prove:vault` does it several times. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { phrase } from './cast.ts';
import type { Said } from './recorder.ts';
import { formsOf, type Planted, Scanner } from './scan.ts';
import { buildStage } from './stage.ts';
import { crash, playStory } from './story.ts';

const passes = Number(process.env['PROVE_PASSES'] ?? 1);
const atLeast = 40;

/** Every file under a folder, sockets left out. */
const filesUnder = (folder: string): Said[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: `the file ${path.slice(folder.length)}`, bytes: readFileSync(path), mayShow: [] }));

/** Gives: each secret that stands where it must not. */
function findings(scanner: Scanner, said: readonly Said[]): string[] {
  const found = said.flatMap(({ where, bytes, mayShow }) =>
    scanner
      .find(bytes)
      .filter(({ secret }) => !mayShow.includes(secret))
      .map(({ secret, form }) => `${secret} (${form}) in ${where}`),
  );
  return [...new Set(found)];
}

/** Those that are shown where they may be: the proof that a stream was looked into. */
const shown = (scanner: Scanner, said: readonly Said[]): number =>
  said.filter(
    ({ where, bytes, mayShow }) =>
      where.startsWith('standard output') &&
      mayShow.length > 0 &&
      mayShow.every((name) => scanner.find(bytes).some(({ secret }) => secret === name)),
  ).length;

describe('the scanner', () => {
  const secret: Planted = {
    name: 'it',
    text: `${phrase()}-${phrase()}`,
    inside: Buffer.from('32 bytes that no text would hold'),
  };

  test.each([...formsOf(secret)])('finds a secret in the form: %s', (form, bytes) => {
    const noise = Buffer.from('nothing to see: {"error":"x"}\u0000\u0001'.repeat(50));
    expect(new Scanner([secret]).find(Buffer.concat([noise, bytes, noise]))).toContainEqual(
      expect.objectContaining({ secret: 'it', form, at: noise.length }),
    );
    expect(new Scanner([secret]).find(noise)).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5])('finds a secret that was encoded to base64 behind %i other bytes', (before) => {
    const whole = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(secret.text), Buffer.from(' and more')]);
    expect(new Scanner([secret]).find(Buffer.from(whole.toString('base64'))).length).toBeGreaterThan(0);
    expect(new Scanner([secret]).find(Buffer.from(whole.toString('base64url'))).length).toBeGreaterThan(0);
  });

  test('finds a secret in a file among others', () => {
    const dir = mkdtempSync(join(tmpdir(), 'keybearer-planted-'));
    try {
      writeFileSync(join(dir, 'a'), 'nothing');
      writeFileSync(join(dir, 'b'), `x${secret.text}x`);
      expect(findings(new Scanner([secret]), filesUnder(dir))).toContain('it (plain) in the file /b');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

test.each(Array.from({ length: passes }, (_, pass) => pass + 1))(
  'forty planted secrets and more stand in no file, log, crash output, answer, argument or environment (pass %i)',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'keybearer-secrets-'));
    const during: Said[] = [];
    try {
      await using stage = await buildStage(dir);
      const { recorder, planted, seen } = stage;
      const calls = await playStory(stage, () => during.push(...filesUnder(seen)));
      expect(new Set(planted.map(({ text }) => text)).size).toBe(planted.length);
      expect(planted.length).toBeGreaterThanOrEqual(atLeast);
      const scanner = new Scanner(planted);
      const said = [...recorder.said, ...during, ...filesUnder(seen)];
      expect(findings(scanner, said)).toEqual([]);
      // The life was a full one, and was looked at.
      expect(shown(scanner, said)).toBe(5);
      expect(stage.echoed()).toBeGreaterThan(10);
      expect([calls.ok > 4, calls.failed > 15]).toEqual([true, true]);
      expect(said.some(({ where, bytes }) => where.includes('error of "agent') && bytes.includes(crash))).toBe(true);
      expect(
        during.filter(({ where }) => /vault-a\.json|calls\.sqlite|state\.sqlite/.test(where)).length,
      ).toBeGreaterThan(2);
      const looks = (what: string) => said.filter(({ where }) => where.startsWith(`/proc ${what} `)).length;
      if (process.platform === 'linux') expect([looks('cmdline') > 30, looks('environ') > 30]).toEqual([true, true]);
      const mb = said.reduce((sum, { bytes }) => sum + bytes.length, 0) / 2 ** 20;
      const forms = planted.reduce((sum, one) => sum + formsOf(one).size, 0);
      process.stdout.write(
        `secrets: ${planted.length} planted, ${forms} spellings looked for in ${said.length} files and streams (${mb.toFixed(1)} MB), ${stage.echoed()} echoes; 0 found\n`,
      );
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
  400_000,
);
