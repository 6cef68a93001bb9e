import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportChoice } from '../../../electron/agent/ports.ts';
import { migrationOf, qrPicture, some, twoFasEncrypted, uriOf } from '../../fakes/authenticator.ts';
import { openWorld, type World } from '../../fakes/world.ts';

const label = 'practice-totp';
let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey(label, { twoFactor: { kind: 'none' } });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The account of the practice exchange's key, as its QR picture says it. */
const account = () => {
  const factor = world.practice.keys.find((key) => key.label === label)?.twoFactor;
  if (factor?.kind !== 'totp') throw new Error('no seed');
  return { issuer: 'Kraken', name: 'bots', secret: factor.secret };
};
const base64 = (file: Buffer | string | object): string =>
  (Buffer.isBuffer(file) ? file : Buffer.from(typeof file === 'string' ? file : JSON.stringify(file))).toString(
    'base64',
  );
const choice = (file: Buffer | string, n = 1): ImportChoice => ({ file: base64(file), key: label, account: n });

describe('importing a second factor', () => {
  it('lists the accounts of a file, and no secret of them', async () => {
    const view = await world.agent.keys.imports.read({ file: base64(migrationOf(some).join('\n')) });
    expect(view).toMatchObject({ needsPassword: false, format: 'google', refused: [] });
    expect(view.accounts.map(({ n, issuer, digits }) => [n, issuer, digits])).toEqual([
      [1, 'Kraken', 6],
      [2, 'Deribit', 8],
    ]);
    for (const { secret } of some) expect(JSON.stringify(view)).not.toContain(secret);
  });

  it('says that a password is needed, and takes it', async () => {
    const file = base64(twoFasEncrypted(some, 'secret'));
    expect(await world.agent.keys.imports.read({ file })).toMatchObject({ needsPassword: true, accounts: [] });
    expect((await world.agent.keys.imports.read({ file, password: 'secret' })).accounts).toHaveLength(2);
  });

  it('with the picture of another account keeps nothing', async () => {
    const picture = await qrPicture(uriOf({ ...account(), secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }));
    await expect(world.agent.keys.imports.keep(choice(picture))).rejects.toMatchObject({ code: 'SIGNATURE_REJECTED' });
    expect(world.agent.keys.show(label).twoFactor).toBe('none');
  });

  it('shows the code that the exchange wants to see, then proves the second factor and keeps it', async () => {
    const picture = await qrPicture(uriOf(account()));
    const { code, expiresAt } = await world.agent.keys.imports.code(choice(picture));
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(31_000);
    const kept = await world.agent.keys.imports.keep(choice(picture));
    expect(kept).toMatchObject({ label, twoFactor: { configured: 'totp', detected: 'on', accepted: true } });
    const shown = await world.agent.keys.code(label);
    if (shown.expiresAt === expiresAt) expect(shown.code).toBe(code);
    expect(world.agent.keys.show(label).twoFactor).toBe('totp');
  });

  it.each([0, 2, 1000])('of account %d of one is refused', async (n) => {
    await expect(world.agent.keys.imports.keep(choice(uriOf(account()), n))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });

  it('of a sealed vault is refused before the file is looked at', async () => {
    await world.agent.seal();
    await expect(world.agent.keys.imports.read({ file: base64('x') })).rejects.toMatchObject({ code: 'VAULT_SEALED' });
  });
});
