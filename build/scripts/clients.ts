/** `npm run build:clients`: the TypeScript SDK as ES module and CommonJS, each one file, with its types. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const sdk = join(root, 'clients/typescript');

/** The two bundles alone, which takes no second. Takes: outDir gets `esm/index.js` and `cjs/index.cjs`. */
export async function bundleClient(outDir: string): Promise<void> {
  for (const [format, file] of [
    ['es', 'esm/index.js'],
    ['cjs', 'cjs/index.cjs'],
  ] as const)
    await build({
      ...{ configFile: false, root: sdk, publicDir: false, logLevel: 'warn' },
      build: {
        ssr: true,
        target: 'node20',
        outDir,
        emptyOutDir: false,
        minify: false,
        rolldownOptions: {
          input: join(sdk, 'src/index.ts'),
          output: { format, entryFileNames: file, codeSplitting: false },
        },
      },
    });
}

/** Types as the compiler writes them, with imports that name what is there. */
function writeTypes(outDir: string): void {
  const made = join(outDir, 'types');
  const options = ['--declaration', '--emitDeclarationOnly', '--composite', 'false', '--outDir', made];
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', sdk, ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the types could not be written');
  for (const [folder, ending] of [
    ['esm', 'ts'],
    ['cjs', 'cts'],
  ] as const) {
    mkdirSync(join(outDir, folder), { recursive: true });
    for (const name of readdirSync(made).filter((file) => file.endsWith('.d.ts'))) {
      const text = readFileSync(join(made, name), 'utf8');
      const imports = text.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, ending === 'ts' ? "$1.js'" : "$1.cjs'");
      writeFileSync(join(outDir, folder, name.replace(/\.ts$/, `.${ending}`)), imports);
    }
  }
  rmSync(made, { recursive: true });
}

/** All that the package holds. */
export async function buildClient(outDir: string): Promise<void> {
  await bundleClient(outDir);
  writeTypes(outDir);
}

if (import.meta.main) {
  rmSync(join(sdk, 'dist'), { recursive: true, force: true });
  await buildClient(join(sdk, 'dist'));
  cpSync(join(root, 'LICENSE'), join(sdk, 'dist/LICENSE'));
}
