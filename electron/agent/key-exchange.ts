import type { z } from 'zod';
import type { ExchangeFacts } from '../../shared/bot-api.ts';
import { methodOf } from '../../shared/methods.ts';
import type { Grant, Key } from '../../shared/model.ts';
import { abilitiesOf } from '../exchange/abilities.ts';

/** What the exchange of a key can do, and what of it the grant allows. Nothing is sent. */
export async function keyExchangeOf({ exchange }: Key, grant: Grant): Promise<z.infer<typeof ExchangeFacts>> {
  const { methods, ...facts } = await abilitiesOf(exchange);
  return { exchange, ...facts, methods: methods.filter((name) => isAllowed(grant, name)) };
}

function isAllowed({ may }: Grant, name: string): boolean {
  const row = methodOf(name);
  if (row === undefined) return false;
  if (row.kind === 'stream' && !may.includes('stream')) return false;
  return row.needs === 'market.read' || may.includes(row.needs);
}
