import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { StatusView } from '../../../shared/control-views.ts';
import { openWorld, passphrase, type World } from '../../fakes/world.ts';

let world: World;
const key = 'practice-totp';
const doors = { socket: '/s', control: '/c', http: null };

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addBot({ name: 'grid', grants: [{ key, preset: 'watch', symbols: 'any' }] });
});

afterAll(() => world[Symbol.asyncDispose]());

const unseal = () => world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });

describe('explain', () => {
  it("knows Kraken's words, alone or in a longer text", () => {
    for (const text of ['EAPI:Invalid signature', 'kraken {"error":["EAPI:Invalid signature"]}']) {
      const { error, causes } = world.agent.explain(text);
      expect(error).toBe('EAPI:Invalid signature');
      expect(causes.length).toBeGreaterThan(1);
      expect(causes.every(({ likelihood }) => likelihood > 0 && likelihood < 1)).toBe(true);
    }
  });

  it('looks at the key where one is named', () => {
    const { causes } = world.agent.explain('EAPI:Invalid signature', key);
    expect(causes.map(({ id }) => id)).not.toContain('code-missing');
    expect(() => world.agent.explain('EAPI:Invalid signature', 'nothing')).toThrow(
      expect.objectContaining({ code: 'KEY_UNKNOWN' }),
    );
  });

  it('says so where it knows nothing', () => {
    expect(world.agent.explain('something else').causes.map(({ id }) => id)).toEqual(['unknown']);
  });

  it('works while sealed, but for what needs a key', async () => {
    await world.agent.seal();
    expect(world.agent.explain('EAPI:Invalid nonce').causes.length).toBeGreaterThan(0);
    expect(() => world.agent.explain('EAPI:Invalid nonce', key)).toThrow(
      expect.objectContaining({ code: 'VAULT_SEALED' }),
    );
    await unseal();
  });
});

describe('status', () => {
  it('fits the contract, open and sealed, and names keys and bots both ways', async () => {
    const names = () => {
      const status = StatusView.parse(world.agent.status(doors));
      return { vault: status.vault, keys: status.keys.map(({ label }) => label), bots: status.bots };
    };
    const open = names();
    expect(open).toMatchObject({ vault: 'open', keys: [key], bots: [{ name: 'grid', state: 'active' }] });
    await world.agent.seal();
    expect(names()).toEqual({ ...open, vault: 'sealed' });
    await world.agent.botAdmin.pause('grid');
    expect(names().bots).toMatchObject([{ name: 'grid', state: 'paused' }]);
    await unseal();
    expect(names().bots).toMatchObject([{ name: 'grid', state: 'paused' }]);
    await world.agent.botAdmin.resume('grid');
  });

  it('says who serves, and nobody where nobody does', () => {
    expect(world.agent.status(doors).agent).toMatchObject({ socket: '/s', http: null, pid: process.pid });
    expect(world.agent.status(undefined).agent).toBeNull();
  });
});
