/** What a build of packages will be, decided before anything is built: its version, who signs it, and what is missing. */

/** What stands in every package. */
export interface Release {
  readonly version: string;
  readonly homepage: string;
  /** `Name <address>`: Debian's packages want it. */
  readonly maintainer: string;
  /** The address under which the update manifests stand; undefined = this build looks for no updates. */
  readonly updates: string | undefined;
  /** The subject of the Windows certificate. An update signed by another is refused. */
  readonly publisher: string | undefined;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Of package.json. */
  readonly version: string;
  /** The tags of the commit that is checked out. */
  readonly tags: readonly string[];
  /** Changed or unknown files, as `git status --porcelain` lists them. */
  readonly changes: readonly string[];
  readonly hasProgram: (name: string) => boolean;
}

export interface Plan extends Release {
  /** A release: of a tag, refused where anything is missing. Else a local build. */
  readonly isRelease: boolean;
  readonly targets: readonly string[];
  readonly isSigned: boolean;
  /** Sentences for whoever builds. */
  readonly notes: readonly string[];
}

/** One sentence that says what is in the way and what to do. */
export class CannotBuild extends Error {}

const systems: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['AppImage', 'deb', 'rpm', 'tar.gz'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis', 'portable'],
};

/** What a target needs beside what comes from npm, and how one gets it. */
const tools: Readonly<Record<string, readonly [program: string, how: string]>> = {
  rpm: ['rpmbuild', 'sudo apt-get install rpm'],
  deb: ['xz', 'sudo apt-get install xz-utils'],
  'tar.gz': ['tar', 'sudo apt-get install tar'],
};

/**
 * Takes: wanted = targets named by whoever builds; empty = all of this system's. Throws: CannotBuild.
 */
export function planOf(wanted: readonly string[], around: Surroundings): Plan {
  const known = systems[around.platform];
  if (known === undefined)
    throw new CannotBuild(`There are no packages for ${around.platform}; use the headless package.`);
  const foreign = wanted.find((target) => !known.includes(target));
  if (foreign !== undefined)
    throw new CannotBuild(`"${foreign}" can't be built here; this system has ${known.join(', ')}.`);
  const targets = wanted.length === 0 ? known : wanted;
  for (const target of targets) {
    const [program, how] = tools[target] ?? [];
    if (program !== undefined && !around.hasProgram(program))
      throw new CannotBuild(`${target} needs ${program}, which is not here. Get it (${how}), or name other targets.`);
  }
  const isRelease = readTag(around);
  const isDirty = around.changes.length > 0;
  if (isRelease && isDirty)
    throw new CannotBuild(
      `A tagged release is built from what is committed, and ${uncommitted(around)} not: ${namesOf(around)}. Commit them, or put them away.`,
    );
  const signing = readSigning(around);
  const release = readRelease(around, isRelease);
  const notes = [
    isRelease ? `Release ${around.version}, of its tag.` : 'A local build: this commit has no tag of a version.',
    ...(isDirty
      ? [`${uncommitted(around)} not committed (${namesOf(around)}), so the version of the packages says "-dirty".`]
      : []),
    ...signing.notes,
    ...(release.updates === undefined
      ? ['KEYBEARER_UPDATES is not set, so these packages will not look for new versions.']
      : []),
  ];
  if (isRelease && !signing.isSigned && around.platform !== 'linux')
    throw new CannotBuild(`A release has to be signed. ${signing.notes.join(' ')}`);
  return {
    ...release,
    version: `${around.version}${isDirty ? '-dirty' : ''}`,
    ...{ isRelease, targets, isSigned: signing.isSigned, notes },
  };
}

const uncommitted = ({ changes }: Surroundings): string =>
  changes.length === 1 ? '1 file is' : `${changes.length} files are`;

/** The first three; git puts two letters and a space before each. */
const namesOf = ({ changes }: Surroundings): string =>
  [...changes.slice(0, 3).map((line) => line.slice(3)), ...(changes.length > 3 ? ['…'] : [])].join(', ');

/** Whether this is the commit of a version's tag. Throws where a tag says another version than package.json. */
function readTag({ tags, env, version }: Surroundings): boolean {
  // A workflow that runs for a tag has it here, though the checkout may hold no tags.
  const given = env['GITHUB_REF_TYPE'] === 'tag' ? [env['GITHUB_REF_NAME'] ?? ''] : [];
  const versions = [...tags, ...given].filter((tag) => /^v\d/.test(tag));
  const other = versions.find((tag) => tag !== `v${version}`);
  if (other !== undefined)
    throw new CannotBuild(`The tag ${other} is not the version of package.json, ${version}. Correct one of them.`);
  return versions.length > 0;
}

function readSigning({ platform, env }: Surroundings): { isSigned: boolean; notes: string[] } {
  const has = (...names: string[]) => names.every((name) => env[name] !== undefined && env[name] !== '');
  if (platform === 'linux')
    return {
      isSigned: false,
      notes: ['Linux packages carry no signature of their own; the checksums of a release are signed.'],
    };
  if (!has('CSC_LINK', 'CSC_KEY_PASSWORD'))
    return {
      isSigned: false,
      notes: [
        'There is no certificate (CSC_LINK and CSC_KEY_PASSWORD), so this is an unsigned build for this computer alone.',
      ],
    };
  if (platform === 'win32' && !has('KEYBEARER_PUBLISHER'))
    return {
      isSigned: false,
      notes: ["KEYBEARER_PUBLISHER (the certificate's subject) is not set, and updates could not be held to it."],
    };
  const canNotarise = has('APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER');
  if (platform === 'darwin' && !canNotarise)
    return {
      isSigned: false,
      notes: [
        "Apple's notary needs APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER; without it macOS won't open the app.",
      ],
    };
  return { isSigned: true, notes: [platform === 'darwin' ? 'Signed and notarised.' : 'Signed.'] };
}

function readRelease({ env }: Surroundings, isRelease: boolean): Omit<Release, 'version'> {
  const of = (name: string) => env[name] || undefined;
  const [homepage, maintainer, updates] = [
    of('KEYBEARER_HOMEPAGE'),
    of('KEYBEARER_MAINTAINER'),
    of('KEYBEARER_UPDATES'),
  ];
  if (isRelease && (homepage === undefined || maintainer === undefined || updates === undefined))
    throw new CannotBuild(
      'A release needs KEYBEARER_HOMEPAGE, KEYBEARER_MAINTAINER ("Name <address>") and KEYBEARER_UPDATES (the address of the update manifests).',
    );
  if (updates !== undefined && !/^https:\/\/[^/]+\/.+/.test(updates))
    throw new CannotBuild('KEYBEARER_UPDATES has to be an https address.');
  return {
    homepage: homepage ?? 'https://keybearer.invalid/',
    maintainer: maintainer ?? 'A local build <nobody@keybearer.invalid>',
    updates,
    publisher: of('KEYBEARER_PUBLISHER'),
  };
}
