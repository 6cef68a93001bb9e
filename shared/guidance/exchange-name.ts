import { exchangeFacts } from './catalogue.ts';

/** How an exchange writes itself. Takes: ccxt's id. Gives: the id itself where the catalogue has no such exchange. */
export const exchangeName = (id: string): string => exchangeFacts(id)?.title ?? id;
