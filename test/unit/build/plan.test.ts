import { expect, test } from 'vitest';
import { CannotBuild, planOf, type Surroundings } from '../../../build/scripts/dist/plan.ts';

const releaseEnv = {
  KEYBEARER_HOMEPAGE: 'https://example.org/keybearer',
  KEYBEARER_MAINTAINER: 'Ada <ada@example.org>',
  KEYBEARER_UPDATES: 'https://example.org/keybearer/latest',
};
const certificate = { CSC_LINK: 'file', CSC_KEY_PASSWORD: 'word', KEYBEARER_PUBLISHER: 'Ada' };

const around = (changes: Partial<Surroundings> = {}): Surroundings => ({
  ...{ env: {}, platform: 'linux', version: '1.2.3', tags: [], changes: [], hasProgram: () => true },
  ...changes,
});
const refusal = (changes: Partial<Surroundings>, wanted: string[] = []): string => {
  try {
    planOf(wanted, around(changes));
  } catch (fault) {
    if (fault instanceof CannotBuild) return fault.message;
    throw fault;
  }
  throw new Error('it was not refused');
};

test('without a certificate a build is local, unsigned, and says so', () => {
  const plan = planOf([], around({ platform: 'win32' }));
  expect(plan).toMatchObject({ isRelease: false, isSigned: false, version: '1.2.3', targets: ['nsis', 'portable'] });
  expect(plan.notes.join(' ')).toContain('unsigned build for this computer alone');
});

test('a build of changed files says "-dirty" in its version', () => {
  const plan = planOf([], around({ changes: [' M README.md'] }));
  expect(plan.version).toBe('1.2.3-dirty');
  expect(plan.notes.join(' ')).toContain('1 file is not committed (README.md)');
});

test('a tagged build of changed files is refused and names them', () => {
  const changes = [' M README.md', '?? a', '?? b', '?? c'];
  expect(refusal({ tags: ['v1.2.3'], changes, env: releaseEnv })).toContain('4 files are not: README.md, a, b, ….');
});

test('a tag of another version is refused, from git and from a workflow', () => {
  expect(refusal({ tags: ['v1.2.4'] })).toContain('The tag v1.2.4 is not the version of package.json, 1.2.3');
  const env = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v2.0.0' };
  expect(refusal({ env })).toContain('v2.0.0');
});

test('a missing tool is named, with how to get it', () => {
  const words = refusal({ hasProgram: (name) => name !== 'rpmbuild' });
  expect(words).toBe(
    'rpm needs rpmbuild, which is not here. Get it (sudo apt-get install rpm), or name other targets.',
  );
  expect(planOf(['deb'], around({ hasProgram: (name) => name !== 'rpmbuild' })).targets).toEqual(['deb']);
});

test("another system's package is refused", () => {
  expect(refusal({}, ['dmg'])).toContain('"dmg" can\'t be built here');
  expect(refusal({ platform: 'freebsd' })).toContain('headless package');
});

test('a release needs its homepage, its maintainer and where its updates are, over https', () => {
  expect(refusal({ tags: ['v1.2.3'] })).toContain('KEYBEARER_UPDATES');
  expect(refusal({ env: { ...releaseEnv, KEYBEARER_UPDATES: 'http://example.org/x' } })).toContain('https');
  expect(planOf([], around({ tags: ['v1.2.3'], env: releaseEnv })).isRelease).toBe(true);
});

test('a release for Windows and macOS is refused unsigned', () => {
  for (const platform of ['win32', 'darwin'] as const)
    expect(refusal({ platform, tags: ['v1.2.3'], env: releaseEnv })).toContain('has to be signed');
  const signed = { platform: 'win32', tags: ['v1.2.3'], env: { ...releaseEnv, ...certificate } } as const;
  expect(planOf([], around(signed))).toMatchObject({ isSigned: true, publisher: 'Ada' });
});

test('macOS is signed only where its notary can be asked, too', () => {
  expect(planOf([], around({ platform: 'darwin', env: certificate })).isSigned).toBe(false);
  const notary = { APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' };
  expect(planOf([], around({ platform: 'darwin', env: { ...certificate, ...notary } })).isSigned).toBe(true);
});
