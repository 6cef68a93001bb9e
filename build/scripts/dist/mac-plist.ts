/** What macOS lets the app load without TLS. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { Platform } from 'electron-builder';

type PackContext = Parameters<Exclude<NonNullable<Configuration['afterPack']>, string>>[0];

const key = '<key>NSAppTransportSecurity</key>';

/**
 * electron-updater hands an update to Squirrel over a server of its own at 127.0.0.1; all else is https. Chromium and Node
 * have network code of their own, which macOS does not hold to this. Source: Apple, NSAppTransportSecurity.
 */
const transport = `${key}
    <dict>
      <key>NSAllowsLocalNetworking</key>
      <true/>
      <key>NSExceptionDomains</key>
      <dict>
        <key>127.0.0.1</key>
        <dict>
          <key>NSExceptionAllowsInsecureHTTPLoads</key>
          <true/>
        </dict>
      </dict>
    </dict>`;

/** electron-builder writes NSAllowsArbitraryLoads after `extendInfo`, so it is taken out before the app is signed. */
export async function afterPack({ electronPlatformName, appOutDir, packager }: PackContext): Promise<void> {
  if (electronPlatformName !== Platform.MAC.nodeName) return;
  const contents = join(appOutDir, `${packager.appInfo.productFilename}.app/Contents`);
  edit(join(contents, 'Info.plist'), withTransport);
  // The helpers load nothing by macOS's own means.
  const frameworks = join(contents, 'Frameworks');
  for (const name of readdirSync(frameworks))
    if (name.endsWith('.app')) edit(join(frameworks, name, 'Contents/Info.plist'), withoutTransport);
}

const edit = (path: string, to: (plist: string) => string): void => writeFileSync(path, to(readFileSync(path, 'utf8')));

/** Takes: a property list as XML. Gives: the same with our rules of loading alone. */
export function withTransport(plist: string): string {
  const rest = withoutTransport(plist);
  const end = rest.lastIndexOf('</dict>');
  return `${rest.slice(0, end)}  ${transport}\n  ${rest.slice(end)}`;
}

export function withoutTransport(plist: string): string {
  const from = plist.indexOf(key);
  return from < 0 ? plist : plist.slice(0, from) + plist.slice(endOfDict(plist, from));
}

/** Where the first dictionary after `from` ends, with those inside it. */
function endOfDict(plist: string, from: number): number {
  let depth = 0;
  for (const { 0: tag, index } of plist.slice(from).matchAll(/<\/?dict\s*>|<dict\s*\/>/g)) {
    if (tag === '<dict>') depth += 1;
    if (tag === '</dict>') depth -= 1;
    if (depth === 0) return from + index + tag.length;
  }
  throw new Error('Info.plist ends within a dictionary');
}
