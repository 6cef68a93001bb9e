// Who may import whom (docs/architecture.md), a row a folder. test/rules plants a violation of each.
// Mind that our folder and the npm package are both called "electron": ours is ^electron/, the package ^node_modules/electron/.
const ours = '^(shared|electron|renderer|build|test|clients)/';
const services = ['vault', 'otp', 'policy', 'exchange', 'calllog', 'state'];

/** `from` may import of our own files only what `to` matches. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: ours, pathNot: to },
});

const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

const packageElectron = '^node_modules/(electron|electron-store)/';

module.exports = {
  forbidden: [
    only('shared-alone', '^shared/', '^shared/', 'shared imports nothing of ours'),
    never(
      'shared-no-platform',
      { path: '^shared/' },
      { dependencyTypes: ['core'] },
      'shared runs in the page too: no Node',
    ),
    only('renderer-shared', '^renderer/', '^(renderer|shared)/', 'the page sees itself and shared'),
    never('renderer-no-electron', { path: '^renderer/' }, { path: packageElectron }, 'not even a type from electron'),
    never('renderer-no-node', { path: '^renderer/' }, { dependencyTypes: ['core'] }, 'the page has no Node'),
    only('base-shared', '^electron/base/', '^(electron/base|shared)/', 'base imports only shared'),
    ...services.map((service) =>
      only(
        `service-${service}`,
        `^electron/${service}/`,
        `^(electron/${service}|electron/base|shared)/`,
        'services meet in agent only',
      ),
    ),
    only(
      'agent-services',
      '^electron/agent/',
      `^(electron/(agent|base|${services.join('|')})|shared)/`,
      'agent is where the services meet',
    ),
    ...['bots', 'control', 'window'].map((door) =>
      only(
        `door-${door}`,
        `^electron/doors/${door}/`,
        `^(electron/(doors/${door}|agent|base)|shared)/`,
        'a door imports agent, never a service or another door',
      ),
    ),
    only('cli-shared', '^electron/cli/', '^(electron/(cli|base)|shared)/', 'the terminal speaks to the control door'),
    only(
      'practice-alone',
      '^electron/practice/',
      '^(electron/(practice|base)|shared)/',
      'it must not share our mistakes',
    ),
    only(
      'main-composes',
      '^electron/main\\.ts$',
      '^((electron/(agent|base|practice|cli|doors/(bots|control|window))|shared)/|electron/cli\\.ts$)',
      'main.ts composes doors, agent and practice, and is the terminal, too',
    ),
    only(
      'cli-composes',
      '^electron/cli\\.ts$',
      '^(electron/(agent|base|practice|cli|doors/(bots|control))|shared)/',
      'cli.ts composes what runs without Electron',
    ),
    only('preload-types', '^electron/preload\\.ts$', '^shared/window-api\\.ts$', 'preload sees the contract only'),
    never(
      'entries-unimported',
      { path: ours, pathNot: '^(test/|electron/main\\.ts$)' },
      { path: '^electron/(main|cli|preload)\\.ts$' },
      'nothing imports an entry, but that the app is the terminal, too (main.ts --cli)',
    ),
    never(
      'electron-only-in-shell',
      { path: ours, pathNot: '^(electron/(main\\.ts|preload\\.ts|doors/window/)|test/double/|test/e2e/)' },
      { path: packageElectron },
      'in plain Node that import starts a download',
    ),
    never(
      'cli-never-reaches-electron',
      { path: '^electron/cli\\.ts$' },
      { path: packageElectron, reachable: true },
      'the headless agent runs without Electron',
    ),
    never(
      'ccxt-only-in-exchange',
      { path: ours, pathNot: '^(electron/exchange/|test/|build/)' },
      { path: '^node_modules/ccxt/' },
      'one room speaks to ccxt',
    ),
    never('test-unimported', { path: ours, pathNot: '^test/' }, { path: '^test/' }, 'nothing imports test'),
    never(
      'no-circles',
      { path: ours },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'no circular imports',
    ),
    // The headless package's commands import what is bundled beside them; dist:check runs them.
    never(
      'resolvable',
      { path: ours, pathNot: '^build/headless/bin/' },
      { couldNotResolve: true, pathNot: '\\?' },
      'an import that leads nowhere',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|node_modules/\\.cache)/|^test/rules/planted/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
};
