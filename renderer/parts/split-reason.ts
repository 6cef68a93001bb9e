/** The first sentence of a verdict says what to do; it stands on its own line. */
export function splitReason(reason: string): { readonly first: string; readonly rest: string } {
  const end = /[.!?](?=\s)/.exec(reason);
  if (end === null) return { first: reason, rest: '' };
  return { first: reason.slice(0, end.index + 1), rest: reason.slice(end.index + 1).trim() };
}
