import type { KeyListItem } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { BotName } from '../../shared/model.ts';
import type { Check, Fields } from './ask-fields.ts';

/** The questions of `bot add`; the answers make a bot.json with one grant. Throws: INPUT_INVALID where there is no key. */
export async function askBot(fields: Fields, keys: readonly KeyListItem[]): Promise<Record<string, unknown>> {
  const labels = keys.map(({ label }) => label);
  const [first] = labels;
  if (first === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: 'There is no key yet that a bot could use. Add one: keybearer key add',
    });
  fields.say(
    'Answer, or give up with Ctrl-C. With < bot.json nothing is asked; several keys, limits and single permissions go there.',
  );
  const name = await fields.text('A name for the bot', { check: asName });
  const key = labels.length === 1 ? first : await fields.choice('The key it uses', labels, first);
  fields.say(
    '"watch" reads balances, orders and prices. "trade" also places and cancels orders, its own alone. Neither withdraws.',
  );
  const preset = await fields.choice('What it may do', ['watch', 'trade'], 'watch');
  const symbols = await fields.text('Markets, as BTC/USD ETH/USD, or any', { fallback: 'any' });
  const grant = { key, preset, symbols: symbols === 'any' ? 'any' : symbols.split(/[, ]+/) };
  const door = await fields.choice(
    'The door it comes through; programs that can not be changed need http',
    ['socket', 'http'],
    'socket',
  );
  return { name, doors: [door], grants: [grant] };
}

const asName: Check = (text) =>
  BotName.safeParse(text).success ? undefined : 'Use a-z, 0-9, ".", "_" and "-", 63 at most.';
