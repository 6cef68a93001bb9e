/** A launchd agent for macOS. Source: launchd.plist(5). */
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceInput } from './input.ts';

export const launchdLabel = 'keybearer.agent';

/** The comment by which an agent of ours is known. */
export const launchdMark = '<!-- Made by "keybearer service install". -->';

/** Throws: INPUT_INVALID where a path has characters that no XML can hold. */
export function launchdAgent({ program, agentArgs, home, passphraseFile }: ServiceInput): string {
  const credential = passphraseFile === undefined ? [] : ['--passphrase-file', passphraseFile];
  const words = [...program, ...agentArgs, ...credential];
  const log = xml(join(home, 'Library', 'Logs', 'keybearer.log'));
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
${launchdMark}
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${launchdLabel}</string>
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    <string>${xml(word)}</string>\n`).join('')}  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <!-- A wrong passphrase is not mended by trying it at once. -->
  <key>ThrottleInterval</key>
  <integer>60</integer>
  <!-- 077 -->
  <key>Umask</key>
  <integer>63</integer>
  <key>HardResourceLimits</key>
  <dict>
    <key>Core</key>
    <integer>0</integer>
  </dict>
  <key>StandardOutPath</key>
  <string>${log}</string>
  <key>StandardErrorPath</key>
  <string>${log}</string>
</dict>
</plist>
`;
}

function xml(text: string): string {
  if (/\p{Cc}/u.test(text))
    throw new AppError('INPUT_INVALID', {
      detail: `${JSON.stringify(text)} can't be written into a launchd agent. Move it to a plainer path.`,
    });
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
