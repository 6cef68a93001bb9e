import Big from 'big.js';
import type { Pair } from '../market/markets.ts';
import type { Params } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';

/** What a relative price is measured from, and which way `#` goes. */
export interface Reference {
  readonly price: Big;
  readonly hash: '+' | '-';
}

const priceText = /^([+\-#]?)(\d{1,20}(?:\.\d{1,20})?)(%?)$/;

/**
 * A price as AddOrder takes it: `62000.5`, or relative: `+100`, `-5%`, `#10`, rounded to the pair's decimals.
 * Throws: Refusal in Kraken's words, also where it is absent. Source: Kraken's API reference, AddOrder, `price`.
 */
export function readPrice(params: Params, name: string, pair: Pair, reference: Reference): Big {
  const [, sign = '', digits = '', percent = ''] = priceText.exec(params.get(name) ?? '') ?? [];
  if (digits === '' || (sign === '' && percent !== '')) throw invalidArguments(name);
  const number = new Big(digits);
  const price = sign === '' ? exact(number, pair) : offset(number, percent !== '', sign, reference, pair);
  if (price.lte(0)) throw sign === '' ? invalidArguments(name) : new Refusal('EOrder:Invalid price');
  return price;
}

function exact(price: Big, pair: Pair): Big {
  if (price.eq(price.round(pair.priceDecimals, 0))) return price;
  throw new Refusal(
    `EOrder:Invalid price:${pair.altname} price can only be specified up to ${pair.priceDecimals} decimals.`,
  );
}

function offset(number: Big, isPercent: boolean, sign: string, { price, hash }: Reference, pair: Pair): Big {
  const distance = isPercent ? price.times(number).div(100) : number;
  const direction = sign === '#' ? hash : sign;
  return (direction === '+' ? price.plus(distance) : price.minus(distance)).round(pair.priceDecimals, 1);
}
