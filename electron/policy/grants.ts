import { AppError } from '../../shared/errors.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { type Door, type Grant, type GrantInput, isDangerous, type Key } from '../../shared/model.ts';
import { type Permission, presets } from '../../shared/permissions.ts';

export interface GrantContext {
  /** By label or id; undefined where there is none. */
  readonly findKey: (labelOrId: string) => Pick<Key, 'id' | 'label' | 'exchange'> | undefined;
  /** Does the key's exchange have this unified symbol? */
  readonly symbolExists: (key: Pick<Key, 'id' | 'exchange'>, symbol: string) => boolean;
  readonly doors: readonly Door[];
  /** Did the user say yes to dangerous permissions for a bot on TCP? */
  readonly dangerousConfirmed?: boolean;
}

/**
 * The grant that is kept, from one as people write it.
 * Gives: `key` as an id; an empty list stays empty and allows nothing.
 * Throws: KEY_UNKNOWN; INPUT_INVALID on a symbol that the exchange doesn't have; CONFIRMATION_NEEDED.
 */
export function makeGrant(input: GrantInput, context: GrantContext): Grant {
  const key = context.findKey(input.key);
  if (key === undefined) throw new AppError('KEY_UNKNOWN', { detail: `There is no key "${input.key}".` });
  const may = mayOf(input);
  checkDanger(may, context);
  checkSymbols(input, key, context);
  const symbols = input.symbols === 'any' ? input.symbols : [...new Set(input.symbols)];
  return { key: key.id, may, symbols, orders: input.orders, limits: input.limits };
}

/** All grants of a bot. Throws: besides, INPUT_INVALID where two are on the same key. */
export function makeGrants(inputs: readonly GrantInput[], context: GrantContext): Grant[] {
  const grants = inputs.map((input) => makeGrant(input, context));
  const keys = grants.map(({ key }) => key);
  const twice = inputs.find((_, at) => keys.indexOf(keys[at] ?? '') !== at);
  if (twice !== undefined)
    throw new AppError('INPUT_INVALID', { detail: `There are two grants on the key "${twice.key}". Make them one.` });
  return grants;
}

function mayOf({ may, preset }: GrantInput): Permission[] {
  if ((may === undefined) === (preset === undefined))
    throw new AppError('INPUT_INVALID', { detail: 'Give "may" or "preset", one of them.' });
  return [...new Set(preset === undefined ? may : presets[preset])];
}

function checkDanger(may: readonly Permission[], { doors, dangerousConfirmed = false }: GrantContext): void {
  const danger = may.filter(isDangerous);
  if (danger.length === 0 || !doors.includes('http') || dangerousConfirmed) return;
  throw new AppError('CONFIRMATION_NEEDED', {
    detail: `A bot on TCP would hold ${danger.join(', ')}, and its token can be caught there. Leave "http" out of its doors, or confirm it.`,
  });
}

function checkSymbols(
  { symbols }: GrantInput,
  key: Pick<Key, 'id' | 'label' | 'exchange'>,
  { symbolExists }: GrantContext,
): void {
  if (symbols === 'any') return;
  const stranger = symbols.find((symbol) => !symbolExists(key, symbol));
  if (stranger !== undefined)
    throw new AppError('INPUT_INVALID', { detail: `${exchangeName(key.exchange)} has no symbol "${stranger}".` });
}
