/** The Mac's app: its Info.plist with the hash of its app.asar, its terminal, and where it looks for updates. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { headerHash } from './archive.ts';
import type { Built } from './built.ts';
import { checkFeed } from './feed.ts';
import type { Tally } from './tally.ts';
import { filesBelow } from './tree.ts';

export function checkMac(tally: Tally, name: string, contents: string, { release, root }: Built): void {
  const plist = readFileSync(join(contents, 'Info.plist'), 'utf8');
  const textOf = (key: string) => new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1];
  tally.same(`${name}: the app has its id`, textOf('CFBundleIdentifier'), 'app.keybearer.desktop');
  tally.same(`${name}: the app says its version`, textOf('CFBundleShortVersionString'), release.version);
  tally.same(`${name}: the app says the oldest macOS that it runs on`, textOf('LSMinimumSystemVersion'), '12.0');
  tally.check(`${name}: it carries the name of its app.asar`, plist.includes('<key>Resources/app.asar</key>'));
  tally.same(
    `${name}: it carries the hash of its app.asar`,
    textOf('hash'),
    headerHash(join(contents, 'Resources/app.asar')),
  );
  checkTransport(tally, name, contents);
  const terminal = join(contents, 'Resources/bin/keybearer');
  const isWhole =
    existsSync(terminal) &&
    (statSync(terminal).mode & 0o111) === 0o111 &&
    readFileSync(terminal).equals(readFileSync(join(root, 'build/mac/keybearer')));
  tally.check(`${name}: the terminal is in it, and can be run`, isWhole);
  tally.check(`${name}: the icon is in it`, existsSync(join(contents, 'Resources/icon.icns')));
  checkFeed(tally, name, join(contents, 'Resources/app-update.yml'), release);
}

/** Of the app and of its helpers: without TLS nothing is loaded but an update, from the updater's server at 127.0.0.1. */
function checkTransport(tally: Tally, name: string, contents: string): void {
  const lists = filesBelow(contents).filter((file) => file.endsWith('Info.plist'));
  const open = lists.filter((file) =>
    /NSAllowsArbitraryLoads|InsecureHTTPSLoads/.test(readFileSync(join(contents, file), 'utf8')),
  );
  tally.check(`${name}: macOS lets nothing be loaded without TLS`, open.length === 0, open);
  const plist = readFileSync(join(contents, 'Info.plist'), 'utf8');
  const domains =
    /<key>NSExceptionDomains<\/key>\s*<dict>\s*<key>([^<]+)<\/key>\s*<dict>(?:(?!<\/?dict>)[\s\S])*<\/dict>\s*<\/dict>/.exec(
      plist,
    );
  tally.same(`${name}: macOS lets the updater's own server be read`, domains?.[1], '127.0.0.1');
}
