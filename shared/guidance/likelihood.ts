/** How likely a cause is, in a word; nothing here is ever certain. Takes: 0 to 1. */
export const likelihoodOf = (likelihood: number): 'likely' | 'possible' | 'lessLikely' =>
  likelihood >= 0.5 ? 'likely' : likelihood >= 0.2 ? 'possible' : 'lessLikely';

/** A cause's text for a place that says in a word how likely it is; "less likely: it was likely wrong" helps nobody. */
export const besideLikelihood = (text: string): string => text.replace(' likely ', ' ');
