import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The terminal's program: its source, or the bundle where KEYBEARER_PROGRAM names it. `npm test` runs the bundle, which
 * begins in half the time and is what is shipped.
 */
export const program = process.env['KEYBEARER_PROGRAM'] ?? `${root}electron/cli.ts`;
