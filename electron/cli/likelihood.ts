import { likelihoodOf } from '../../shared/guidance/likelihood.ts';

const words = { likely: 'likely', possible: 'possible', lessLikely: 'less likely' };

export const longestWord = Math.max(...Object.values(words).map(({ length }) => length));
export const likelihoodWord = (likelihood: number): string => words[likelihoodOf(likelihood)];
