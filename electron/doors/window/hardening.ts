/** What keeps a release, its pages and its session closed to other programs. docs/release-checklist.md has what only a real Electron shows. */
import type { Session, WebContents } from 'electron';

/** Chromium takes one dash for two, and `/` on Windows, where case does not count either. */
const refused = [
  // Let another program drive or read the page.
  /^remote-debugging-/,
  /^remote-allow-origins$/,
  /^inspect/,
  /^debug/,
  /^js-flags$/,
  /^load-extension$/,
  // Run a program of somebody's choice, or without the sandbox.
  /^no-sandbox$/,
  /^disable-(gpu-|setuid-|namespace-|seccomp-filter-)?sandbox/,
  /^(single-process|in-process-gpu|no-zygote)$/,
  /-(cmd-prefix|launcher)$/,
  // Loosen what the page may do, or what the keychain is.
  /^disable-web-security$/,
  /^allow-file-access/,
  /^disable-site-isolation/,
  /^unsafely-/,
  /^(password-store=basic|use-mock-keychain)$/,
  // Write what passes through the app to a file.
  /^(ssl-key-log-file|log-net-log|enable-logging|trace-startup|tls-keylog)/,
  /^ignore-certificate-errors/,
];

const weakening = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  // Prints headers, so API keys, on standard error.
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_ENABLE_LOGGING',
  'SSLKEYLOGFILE',
];

/** The first switch that would open a release build to other programs. */
export function refusedSwitch(argv: readonly string[], platform: NodeJS.Platform): string | undefined {
  const prefix = platform === 'win32' ? /^(--?|\/)/ : /^--?/;
  return argv.find((arg) => {
    if (!prefix.test(arg)) return false;
    const name = arg.replace(prefix, '').toLowerCase();
    return refused.some((pattern) => pattern.test(name) || pattern.test(name.split('=')[0] ?? ''));
  });
}

/** The first variable that would weaken TLS or Node beneath us. */
export const refusedVariable = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  weakening.find((name) => env[name] !== undefined && env[name] !== '');

/** The page stays where it is: no navigation, no new window, no webview. A link goes to the browser by its own call alone. */
export function harden(page: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  const deny = (event: { preventDefault(): void }) => event.preventDefault();
  page.on('will-navigate', deny);
  page.on('will-frame-navigate', deny);
  page.on('will-redirect', deny);
  page.on('will-attach-webview', deny);
  // Here to prevent is to ignore the page's objection: none may keep itself from being loaded anew when the window locks.
  page.on('will-prevent-unload', deny);
  page.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** No page of ours needs a camera, a place or a notification. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
  >,
): void {
  session.setPermissionRequestHandler((_page, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // Nothing of a page is a file of the user's.
  session.on('will-download', (event) => event.preventDefault());
}
