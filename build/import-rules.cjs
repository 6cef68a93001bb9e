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
      '^(electron/(agent|base|practice|cli|doors/(bots|control|window)|terminal\\.ts$)|shared)/',
      'main.ts composes doors, agent and practice, and is the terminal, too (--cli)',
    ),
    only(
      'terminal-composes',
      '^electron/terminal\\.ts$',
      '^(electron/(agent|base|practice|cli|doors/(bots|control))|shared)/',
      'terminal.ts composes what runs without Electron',
    ),
    only('cli-starts', '^electron/cli\\.ts$', '^electron/(base/|terminal\\.ts$)', 'cli.ts only starts the terminal'),
    never(
      'terminal-from-entries',
      { path: ours, pathNot: '^(electron/(cli|main)\\.ts$|test/)' },
      { path: '^electron/terminal\\.ts$' },
      'only an entry starts the terminal',
    ),
    only('preload-types', '^electron/preload\\.ts$', '^shared/window-api\\.ts$', 'preload sees the contract only'),
    only('clients-alone', '^clients/', '^clients/', 'a bot has nothing of the agent: its SDK stands alone'),
    never(
      'clients-unimported',
      { path: ours, pathNot: '^(clients|test)/' },
      { path: '^clients/' },
      'the agent has nothing of an SDK',
    ),
    never(
      'entries-unimported',
      { path: ours, pathNot: '^test/' },
      { path: '^electron/(main|cli|preload)\\.ts$' },
      'nothing imports an entry',
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
    never('resolvable', { path: ours }, { couldNotResolve: true, pathNot: '\\?' }, 'an import that leads nowhere'),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The examples import the SDK as it is installed.
    exclude: { path: '^(out|dist|node_modules/\\.cache)/|^test/rules/planted/|^clients/typescript/(dist|examples)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
};
