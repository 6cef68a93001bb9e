/** electron-builder's configuration: build/electron-builder.yml, and what only the one who builds knows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { parse } from 'yaml';
import { afterPack } from './mac-plist.ts';
import type { Plan } from './plan.ts';
import { root } from './stage.ts';

export const readYml = (): Configuration =>
  parse(readFileSync(join(root, 'build/electron-builder.yml'), 'utf8')) as Configuration;

/** Files of deb and rpm outside /opt, as fpm takes them: file=place. */
const packaged = [
  'LICENSE=/usr/share/doc/keybearer/copyright',
  'build/linux/usr-bin-keybearer=/usr/bin/keybearer',
  'out/completions/keybearer.bash=/usr/share/bash-completion/completions/keybearer',
  'out/completions/_keybearer=/usr/share/zsh/vendor-completions/_keybearer',
  'out/completions/keybearer.fish=/usr/share/fish/vendor_completions.d/keybearer.fish',
].map((row) => join(root, row));

export function configOf(plan: Pick<Plan, 'isSigned' | 'updates' | 'publisher'>): Configuration {
  const yml = readYml();
  const signed = plan.isSigned;
  return {
    ...yml,
    // Nothing to rebuild and no node_modules to collect: without this electron-builder would take the checkout's.
    beforeBuild: async () => false,
    afterPack,
    publish: plan.updates === undefined ? null : { provider: 'generic', url: plan.updates },
    deb: { ...yml.deb, fpm: packaged },
    rpm: { ...yml.rpm, fpm: packaged },
    // "-" signs without an identity: an Apple Silicon Mac runs nothing that has no signature at all.
    mac: { ...yml.mac, notarize: signed, ...(signed ? {} : { identity: '-', hardenedRuntime: false }) },
    win: {
      ...yml.win,
      forceCodeSigning: signed,
      ...(plan.publisher === undefined ? {} : { signtoolOptions: { publisherName: plan.publisher } }),
    },
  };
}
