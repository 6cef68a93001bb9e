import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

type Issue = z.core.$ZodIssue;

/** Reads what the terminal sent by the contract's schema. Throws: INPUT_INVALID, naming the field and never its value. */
export function readParams<P extends z.ZodType>(schema: P, raw: unknown): z.output<P> {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const first = read.error.issues[0];
  // The issue isn't kept as the cause: what it points at may be a secret.
  throw new AppError('INPUT_INVALID', first === undefined ? {} : { detail: sentenceOf(deepest(first, [])) });
}

interface Fault {
  readonly issue: Issue;
  readonly path: readonly PropertyKey[];
}

/** In a union, the branch that got furthest says most. */
function deepest(issue: Issue, before: readonly PropertyKey[]): Fault {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const branches = issue.errors.flatMap(([first]) => (first === undefined ? [] : [deepest(first, path)]));
  const [best] = branches.sort((a, b) => b.path.length - a.path.length);
  return best !== undefined && best.path.length > path.length ? best : { issue, path };
}

function sentenceOf({ issue, path }: Fault): string {
  const field = nameOf(path);
  if (issue.code === 'unrecognized_keys') {
    const place = field === undefined ? '' : ` in ${field}`;
    return `There is no field ${issue.keys.map((key) => `"${key.slice(0, 60)}"`).join(', ')}${place}.`;
  }
  if (issue.message.endsWith('received undefined')) return `${field ?? 'The input'} is missing.`;
  if (issue.code === 'invalid_union' && 'discriminator' in issue)
    return `${field ?? 'The input'} is none of the known ones.`;
  const must = mustBe(issue);
  if (must !== undefined) return `${field ?? 'The input'} must be ${must}.`;
  return field === undefined ? `${issue.message}.` : `${field}: ${issue.message}.`;
}

function mustBe(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type') return issue.expected === 'object' ? 'an object { … }' : article(issue.expected);
  if (issue.code === 'invalid_value') return `one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
  // Only our own sentences of shared/model.ts begin so.
  if (issue.code === 'invalid_format') return /^(an?|one) /.test(issue.message) ? issue.message : article(issue.format);
  return undefined;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** `grants[0].symbols`, in quotes; undefined for the whole. */
function nameOf(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 60)}`));
  return `"${parts.join('').replace(/^\./, '')}"`;
}
