/** `npm run dist:headless`: the package for servers, in dist/. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { makeHeadless } from './dist/headless.ts';
import { packageVersion, root } from './dist/stage.ts';

const file = await makeHeadless(join(root, 'dist'), packageVersion());
console.log(`${file.slice(root.length + 1)}  ${(statSync(file).size / 1024 / 1024).toFixed(1)} MiB`);
console.log(`Install it: npm install --global ./${file.slice(root.length + 1)}`);
