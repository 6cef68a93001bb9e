/** `npm run build:docs`: writes the pages of docs/ that are made from the program. A test fails where one lags behind. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './docs/generated-pages.ts';

for (const { path, text } of generatedPages()) {
  writeFileSync(join(import.meta.dirname, '../..', path), text);
  process.stdout.write(`${path}\n`);
}
