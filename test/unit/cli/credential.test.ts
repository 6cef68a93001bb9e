import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemdCredential } from '../../../electron/cli/credential.ts';
import { readSecretFile } from '../../../electron/cli/secret-file.ts';
import { fakeAgent, rightPassphrase } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import { fakeIo } from '../../fakes/io.ts';
import { errorOf } from './fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-credential-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (text: string | Buffer) => writeFileSync(join(dir, 'passphrase'), text, { mode: 0o400 });
const found = async (directory: string | undefined) => {
  const io = fakeIo({ env: { CREDENTIALS_DIRECTORY: directory } });
  const secret = await systemdCredential(io);
  return { passphrase: secret?.useText((text) => text), said: io.said.err };
};

describe('the passphrase of a systemd service', () => {
  test('is read from the credential, without its line end', async () => {
    write('from systemd\n');
    expect(await found(dir)).toEqual({ passphrase: 'from systemd', said: '' });
  });

  test('is none where systemd set no directory', async () => {
    for (const directory of [undefined, ''])
      expect(await found(directory)).toEqual({ passphrase: undefined, said: '' });
  });

  test('is none where the unit has other credentials only, and that is said', async () => {
    const { passphrase, said } = await found(dir);
    expect(passphrase).toBeUndefined();
    expect(said).toContain('LoadCredential=passphrase:FILE');
  });

  const refuses = async (directory: string, sentence: RegExp) => {
    const refused = found(directory);
    await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toThrow('unset CREDENTIALS_DIRECTORY');
  };

  const path = () => join(dir, 'passphrase');
  const faults: readonly (readonly [string, () => void, RegExp])[] = [
    ['is empty', () => write(''), /passphrase is empty/],
    ['is only a line end', () => write('\n'), /passphrase is empty/],
    ['is a folder', () => mkdirSync(path()), /can't be read \(EISDIR\)/],
    ['leads nowhere', () => symlinkSync(join(dir, 'gone'), path()), /\(ENOENT\)/],
    ['goes in circles', () => symlinkSync('passphrase', path()), /\(ELOOP\)/],
    ['is no text', () => write(Buffer.from([0xff, 0xfe])), /no text in UTF-8/],
  ];
  test.each(faults)('is an error where it %s, and what to do is said', async (_, make, sentence) => {
    make();
    await refuses(dir, sentence);
  });

  test('is an error where its directory is not there, or not named by its whole path', async () => {
    await refuses(join(dir, 'gone'), /gone, and there is no such directory/);
    await refuses('credentials', /"credentials".*whole path/);
  });

  test('that can not be used keeps the agent from starting sealed without a word', async () => {
    write('');
    const env = { CREDENTIALS_DIRECTORY: dir };
    const ran = await runWith(fakeAgent('sealed'), ['agent'], { env }, { onServe: (stop) => stop() });
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(errorOf(ran.err)).toBe('INPUT_INVALID');
  });
});

describe('a passphrase file that others may read', () => {
  const readAt = async (mode: number) => {
    const path = join(dir, 'passphrase');
    writeFileSync(path, `${rightPassphrase}\n`);
    chmodSync(path, mode);
    const ran = await runWith(fakeAgent(), ['code', 'k', '--json', '--passphrase-file', path]);
    return { path, ...ran };
  };

  test.each([0o644, 0o640, 0o604, 0o602, 0o660, 0o666])(
    'works, with a warning and what to do (mode %o)',
    async (mode) => {
      const { exit, err, path } = await readAt(mode);
      expect(exit).toBe(0);
      expect(err).toBe(
        `warning: ${path} is open to other users (mode 0${mode.toString(8)}). Close it with: chmod 600 '${path}'\n`,
      );
    },
  );

  test.each([0o600, 0o400])('is not one that is closed to them (mode %o)', async (mode) => {
    expect(await readAt(mode)).toMatchObject({ exit: 0, err: '' });
  });

  test('is warned of wherever a passphrase or a recovery key is read', async () => {
    const path = join(dir, 'secret');
    writeFileSync(path, 'a new passphrase\n');
    for (const words of [
      ['init', '--passphrase-file', path],
      ['unseal', '--recovery-file', path],
    ]) {
      expect((await runWith(fakeAgent('missing'), words)).err).toContain(`warning: ${path} is open`);
    }
  });

  test('is no pipe, whose mode says nothing', async () => {
    const said: string[] = [];
    await expect(readSecretFile('/dev/null', (text) => void said.push(text))).rejects.toThrow('empty');
    expect(said).toEqual([]);
  });
});
