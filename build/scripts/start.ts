/** `npm start`: builds the app and runs it on Electron. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildAll } from './bundle.ts';

const root = join(import.meta.dirname, '../..');

await buildAll();
const binary = electronBinary();
if (binary === undefined) {
  console.error(
    'Electron could not be downloaded, so there is no window here; "npm run keybearer -- --help" works without it.',
  );
  process.exitCode = 1;
} else {
  const child = spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/** The path of Electron's own binary; the package downloads it when it is first asked. */
function electronBinary(): string | undefined {
  try {
    const path: unknown = createRequire(import.meta.url)('electron');
    return typeof path === 'string' ? path : undefined;
  } catch {
    // Whatever kept it from coming, the sentence above says what still works.
    return undefined;
  }
}
