import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fuses } from '../../../../build/fuses.ts';
import {
  denyPermissions,
  harden,
  refusedSwitch,
  refusedVariable,
} from '../../../../electron/doors/window/hardening.ts';
import { windowOptions } from '../../../../electron/doors/window/window-options.ts';

const root = resolve(import.meta.dirname, '../../../..');

describe('a release does not start', () => {
  it.each([
    ...['--remote-debugging-port=9222', '--remote-debugging-pipe', '--remote-allow-origins=*'],
    ...['--inspect', '--inspect-brk=0', '--debug', '--js-flags=--expose-gc', '--load-extension=/x'],
    ...['--no-sandbox', '--disable-setuid-sandbox', '--disable-gpu-sandbox', '--no-zygote', '--single-process'],
    ...['--renderer-cmd-prefix=xterm', '--utility-cmd-prefix=x', '--gpu-launcher=x', '--disable-web-security'],
    ...['--password-store=basic', '--use-mock-keychain', '--ssl-key-log-file=/x', '--log-net-log=/x'],
    // Chromium takes one dash, too.
    ...['-no-sandbox', '-remote-debugging-port=1'],
  ])('with %s', (arg) => {
    expect(refusedSwitch(['keybearer', '--data', '/somewhere', arg], 'linux')).toBe(arg);
  });

  it.each(['/no-sandbox', '/REMOTE-DEBUGGING-PORT=1', '--No-Sandbox'])('on Windows with %s', (arg) => {
    expect(refusedSwitch(['keybearer', arg], 'win32')).toBe(arg);
  });

  it.each([
    ...['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_DEBUG', 'SSLKEYLOGFILE'],
    ...['ELECTRON_RUN_AS_NODE', 'ELECTRON_ENABLE_LOGGING'],
  ])('with %s set', (name) => {
    expect(refusedVariable({ [name]: '0' })).toBe(name);
    expect(refusedVariable({ [name]: '' })).toBeUndefined();
  });
});

it('a release starts with its own options, and with a data directory of any name', () => {
  const own = ['keybearer', '--data', '/inspect/no-sandbox', '--hidden', '--password-store=gnome-libsecret'];
  expect(refusedSwitch(own, 'linux')).toBeUndefined();
  expect(refusedVariable({ PATH: '/bin', HOME: '/root' })).toBeUndefined();
});

describe('a page', () => {
  function hardened() {
    const page = new EventEmitter();
    let opens: ((details: { url: string }) => { action: string }) | undefined;
    harden(
      Object.assign(page, {
        setWindowOpenHandler: (handler: never) => {
          opens = handler;
        },
      }) as never,
    );
    return { page, open: (url: string) => opens?.({ url }).action };
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'will-prevent-unload'])(
    'is kept from %s',
    (event) => {
      let isPrevented = false;
      const { page } = hardened();
      page.emit(event, {
        preventDefault: () => {
          isPrevented = true;
        },
      });
      expect(isPrevented).toBe(true);
    },
  );

  it('opens no window, whatever the address', () => {
    const addresses = [
      'https://support.kraken.com/hc',
      'https://evil.example/',
      'app://keybearer/index.html',
      'about:blank',
    ];
    expect(new Set(addresses.map(hardened().open))).toEqual(new Set(['deny']));
  });
});

it('every permission that a page could ask for is denied, and every download', () => {
  const given: Record<string, (...args: unknown[]) => unknown> = {};
  const keep = (name: string) => (handler: never) => {
    given[name] = handler;
  };
  const events = new EventEmitter();
  denyPermissions({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    on: events.on.bind(events),
  } as never);
  const answers: boolean[] = [];
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
    given['request']?.({}, permission, (isGranted: boolean) => answers.push(isGranted));
    answers.push(given['check']?.({}, permission) === true, given['device']?.({}) === true);
  }
  expect(new Set(answers)).toEqual(new Set([false]));
  let isPrevented = false;
  events.emit('will-download', {
    preventDefault: () => {
      isPrevented = true;
    },
  });
  expect(isPrevented).toBe(true);
});

it('the window of a release is sandboxed and isolated, without Node, webviews and developer tools', () => {
  const { webPreferences } = windowOptions(undefined, { preload: '/p.cjs', isRelease: true });
  expect(webPreferences).toMatchObject({
    ...{ sandbox: true, contextIsolation: true, webSecurity: true, devTools: false },
    ...{ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webviewTag: false },
    ...{ allowRunningInsecureContent: false, experimentalFeatures: false, navigateOnDragDrop: false },
  });
  expect(windowOptions(undefined, { preload: '/p.cjs', isRelease: false }).webPreferences?.devTools).toBe(true);
});

it("the fuses are those of the security design's", () => {
  expect(fuses).toEqual({
    ...{ runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false },
    ...{ enableCookieEncryption: true, enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true },
    grantFileProtocolExtraPrivileges: false,
  });
});

it('nothing reports crashes, loads remote content or opens an address but through the one check', () => {
  const files = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join(root, 'electron', name), 'utf8')] as const);
  const having = (pattern: RegExp) => files.flatMap(([name, text]) => (pattern.test(text) ? [name] : []));
  expect(files.length).toBeGreaterThan(200);
  expect(having(/crashReporter/)).toEqual([]);
  expect(having(/openExternal/)).toEqual(['doors/window/desktop.ts']);
  expect(having(/executeJavaScript|insertCSS|@electron\/remote|sendSync|enableBlinkFeatures/)).toEqual([]);
  expect(having(/ipcMain\.(on|handle)|ipc\.handle\(/)).toEqual(['doors/window/listen.ts']);
});
