import { version } from '../../../electron/base/version.ts';
import { apiPage } from './api-page.ts';
import { cliPage } from './cli-page.ts';
import { errorsPage } from './errors-page.ts';
import { exchangesPage } from './exchanges-page.ts';

/** The pages that are made from the program, each with its path from the root. */
export const generatedPages = (): readonly { readonly path: string; readonly text: string }[] => [
  { path: 'docs/cli.md', text: cliPage() },
  { path: 'docs/api.md', text: apiPage(version) },
  { path: 'docs/exchanges.md', text: exchangesPage() },
  { path: 'docs/troubleshooting.md', text: errorsPage() },
];
