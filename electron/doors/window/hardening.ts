const refused = [/^--remote-debugging-/, /^--no-sandbox$/, /^--password-store=basic$/, /^--inspect/, /^--js-flags/];
const weakening = ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS', 'ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS'];

/** The first switch that would open a release build to other programs. */
export const refusedSwitch = (argv: readonly string[]): string | undefined =>
  argv.find((arg) => refused.some((pattern) => pattern.test(arg)));

/** The first variable that would weaken TLS or Node beneath us. */
export const refusedVariable = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  weakening.find((name) => env[name] !== undefined && env[name] !== '');
