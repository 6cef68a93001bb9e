/** The .rpm: what it says of itself, and that its files are those of the .deb. */
import { join } from 'node:path';
import type { Built, Rpm } from './built.ts';
import { linesOf, run } from './run.ts';
import type { Tally } from './tally.ts';
import { filesBelow, sumOf } from './tree.ts';

/** Source: RFC 9580 section 9.5, hash algorithms by number. */
const algorithms: Readonly<Record<string, string>> = { 1: 'md5', 8: 'sha256', 10: 'sha512' };

export function readRpm(file: string): Rpm {
  const ask = (format: string) => run('rpm', ['-qp', '--nosignature', '--queryformat', format, file]);
  const files = linesOf(ask('[%{FILENAMES}\\t%{FILEDIGESTS}\\t%{FILEMODES:perms}\\t%{FILEUSERNAME}\\n]'));
  return {
    says: ask('%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{URL}'),
    needs: linesOf(run('rpm', ['-qp', '--nosignature', '--requires', file])).filter(
      (need) => !need.startsWith('rpmlib'),
    ),
    scripts: run('rpm', ['-qp', '--nosignature', '--scripts', file]),
    algorithm: algorithms[ask('%{FILEDIGESTALGO}')] ?? 'md5',
    files: files.map((line) => {
      const [path = '', sum = '', mode = '', owner = ''] = line.split('\t');
      return { path, sum, mode, owner };
    }),
  };
}

const needs = ['gtk3', 'libnotify', 'nss', 'libXScrnSaver', '(libXtst or libXtst6)', 'xdg-utils', 'at-spi2-core'];
const alsoNeeds = ['(libuuid or libuuid1)', '(alsa-lib or libasound2)', '(mesa-libgbm or libgbm1)'];

export function checkRpm(tally: Tally, { rpm, deb, release }: Built): void {
  const { says, scripts, algorithm } = rpm;
  const wanted = `keybearer ${release.version} x86_64 MIT ${release.homepage}`;
  tally.same('rpm: its name, version, architecture, licence, homepage', says, wanted);
  const lacking = [...needs, ...alsoNeeds].filter((need) => !rpm.needs.includes(need));
  tally.check('rpm: it names what Electron needs', lacking.length === 0, { lacking, found: rpm.needs });
  tally.check('rpm: its scripts have every name filled in', !/\$\{(executable|sanitizedProductName)\}/.test(scripts));
  tally.check('rpm: its scripts leave /usr/bin/keybearer alone', !/(ln|rm|alternatives) .*usr\/bin/.test(scripts));
  const files = rpm.files.filter(({ mode }) => !mode.startsWith('d'));
  const inDeb = filesBelow(deb.dir).filter((file) => !file.endsWith('/changelog.gz'));
  const paths = files.map(({ path }) => path.slice(1));
  tally.sameList('rpm', paths, inDeb);
  // It says of itself in which package it came.
  const changed = files.filter(
    ({ path, sum }) =>
      inDeb.includes(path.slice(1)) &&
      !path.endsWith('/resources/package-type') &&
      sum !== sumOf(join(deb.dir, path), algorithm),
  );
  tally.check('rpm: every file is as in the deb', changed.length === 0, changed);
  const unsafe = rpm.files.filter(({ mode, owner }) => owner !== 'root' || /[sS]|^[-d].{7}w/.test(mode));
  tally.check("rpm: all is root's, and nothing is setuid or writable by all", unsafe.length === 0, unsafe);
  for (const program of ['/usr/bin/keybearer', '/opt/Keybearer/keybearer', '/opt/Keybearer/resources/bin/keybearer'])
    tally.check(
      `rpm: ${program} can be run`,
      files.some(({ path, mode }) => path === program && mode.endsWith('r-x')),
    );
}
