import type { KeyDetail, KeyListItem } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import type { Key } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId, type Random } from '../base/random.ts';
import type { Argon2id } from '../otp/import/ciphers.ts';
import { qrReader } from '../otp/import/picture.ts';
import type { CallDeps } from './call.ts';
import { Claims } from './claims.ts';
import { checkDeadMan } from './dead-man.ts';
import { disarm } from './feed-switch.ts';
import { healthOf } from './health.ts';
import { makeImportService } from './imports.ts';
import { credentialId, type Inventory, putCredential, putKey } from './inventory.ts';
import { checkKey } from './key-check.ts';
import { checkUses, readCredential, readKey } from './key-input.ts';
import { rotateKey } from './key-rotate.ts';
import { testKey } from './key-test.ts';
import type { Opened } from './opened.ts';
import type { KeyService } from './ports.ts';

export interface KeyDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly clock: Clock;
  readonly random: Random;
  /** Is told after a key came, went or changed. */
  readonly changed: () => void;
  readonly calls: () => CallDeps;
  /** Argon2id, for exports that are encrypted with it. */
  readonly kdf: Argon2id;
}

export function makeKeyService({ opened, clock, random, changed, calls, kdf }: KeyDeps): KeyService {
  const adding = new Claims();
  const ports = { readPicture: qrReader(), argon2id: kdf };
  return {
    imports: makeImportService({ opened, calls, ports, changed }),
    async add(input) {
      const { vault, inventory } = opened();
      return adding.hold(input.label, async () => {
        if (inventory.findKey(input.label) !== undefined)
          throw new AppError('LABEL_TAKEN', { detail: `There is a key "${input.label}" already.` });
        checkUses(input.exchange, input.usedBy, clock.now());
        const { twoFactor, credential, warnings } = readCredential(input);
        const key = { ...(await readKey(input, newId('key', random), isoTime(clock.now()))), twoFactor };
        await vault.commit([putKey(key), putCredential(credentialId(key), credential)]);
        inventory.setKey(key);
        changed();
        return { id: key.id, label: key.label, warnings };
      });
    },
    check: async (draft) => checkKey(opened(), draft),
    list: () =>
      opened()
        .inventory.keys()
        .map((key) => itemOf(key, opened().inventory)),
    show: (ref) => detailOf(opened().inventory.key(ref), opened(), clock.now()),
    async remove(ref) {
      const { vault, inventory, sessions } = opened();
      const key = inventory.key(ref);
      const bots = inventory.botsOf(key.id);
      if (bots.length > 0)
        throw new AppError('KEY_IN_USE', {
          detail: `Bots still have grants on "${key.label}": ${bots.join(', ')}. Revoke them first.`,
        });
      await vault.commit([{ remove: key.id }, { remove: credentialId(key) }], { both: true });
      inventory.removeKey(key.id);
      sessions.drop(key.id);
      changed();
      return { id: key.id, label: key.label };
    },
    async test(ref, tryReuse) {
      const tested = await testKey(calls(), opened(), ref, tryReuse);
      changed();
      return tested;
    },
    async rotate(ref, input) {
      const rotated = await rotateKey(calls(), opened(), ref, input);
      changed();
      return rotated;
    },
    async use(ref, usedBy) {
      const { inventory, keyStore } = opened();
      const key = inventory.key(ref);
      checkUses(key.exchange, usedBy, clock.now());
      const said = await keyStore.change(key.id, { usedBy: [...new Set(usedBy)] });
      changed();
      return itemOf(said, inventory);
    },
    async setCodes(ref, codes) {
      const { inventory, keyStore, sessions } = opened();
      const key = inventory.key(ref);
      if (key.twoFactor.kind !== 'totp')
        throw new AppError('INPUT_INVALID', { detail: `"${key.label}" has no one-time codes.` });
      const findings = key.findings.filter(({ id }) => id !== 'once-per-step');
      const said = await keyStore.change(key.id, { codes, findings });
      sessions.ready(key.id)?.codes.steps.set(codes);
      changed();
      return itemOf(said, inventory);
    },
    async setDeadMan(ref, on) {
      const { inventory, keyStore, deadMan } = opened();
      const key = inventory.key(ref);
      if (on) checkDeadMan(key);
      const said = await keyStore.change(key.id, { deadMan: on });
      if (!on) await disarm(calls(), deadMan, [key]);
      changed();
      return itemOf(said, inventory);
    },
    async code(ref) {
      const { inventory, sessions } = opened();
      return (await sessions.of(inventory.key(ref))).codes.forShowing();
    },
  };
}

export function itemOf(key: Key, inventory: Inventory): KeyListItem {
  const { id, label, title, exchange, usedBy, tested } = key;
  return {
    id,
    label,
    title,
    exchange,
    usedBy: [...usedBy],
    twoFactor: key.twoFactor.kind,
    verdict: verdictOf({ exchange, usedBy }),
    tested,
    bots: inventory.botsOf(id),
  };
}

const detailOf = (key: Key, { inventory, sessions }: Opened, nowMs: number): KeyDetail => ({
  ...itemOf(key, inventory),
  tier: key.tier,
  endpoint: key.endpoint,
  added: key.added,
  health: healthOf(key, sessions.ready(key.id), nowMs),
  codes: sessions.ready(key.id)?.codes.steps.schedule ?? key.codes,
  deadMan: key.deadMan,
});
