/** What the exchange refuses, in Kraken's own words. Thrown at the fault, answered once in `private.ts` and `public.ts`. */
export class Refusal extends Error {
  readonly words: string;

  constructor(words: string) {
    super(words);
    this.name = 'Refusal';
    this.words = words;
  }
}

export const invalidArguments = (field?: string): Refusal =>
  new Refusal(field === undefined ? 'EGeneral:Invalid arguments' : `EGeneral:Invalid arguments:${field}`);
