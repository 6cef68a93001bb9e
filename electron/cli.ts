/** The terminal's entry. The compiled code is kept before anything else is loaded, since only what comes after it is. */
import { keepCompiledCode } from './base/compile-cache.ts';

keepCompiledCode();
const { runTerminal } = await import('./terminal.ts');
process.exit(await runTerminal(process.argv.slice(2)));
