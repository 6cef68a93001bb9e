import type { Context } from './command.ts';
import type { Paper } from './print.ts';

/** Prints a result: one line of JSON, or the text for people. Gives: exit code 0. */
export function answer(
  { io, isJson }: Pick<Context, 'io' | 'isJson'>,
  value: unknown,
  forPeople: () => string,
): number {
  io.out(isJson ? `${JSON.stringify(value)}\n` : forPeople());
  return 0;
}

/** The terminal's width and colours; a file or a pipe has neither, and some terminals say 0 where they don't know. */
export const paperOf = ({ io }: Pick<Context, 'io'>): Paper => ({
  columns: io.isOutTerminal && io.columns > 0 ? io.columns : undefined,
  hasColour: io.hasColour,
  isAscii: isAscii(io),
});

/** Where nothing is said of the encoding, terminals of today read UTF-8; that of the Linux console has few characters. */
function isAscii({ env }: Pick<Context['io'], 'env'>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return env['TERM'] === 'linux' || (locale !== undefined && locale !== '' && !/utf-?8/i.test(locale));
}
