/** A systemd unit for the service manager of one user. Source: systemd.service(5), systemd.exec(5), systemd.syntax(7). */
import { AppError } from '../../../shared/errors.ts';
import type { ServiceInput } from './input.ts';

/** The first line, by which a unit of ours is known. */
export const unitMark = '# Made by "keybearer service install".';

/** Throws: INPUT_INVALID where a path has characters that no unit can hold. */
export function systemdUnit({ program, agentArgs, dataDir, passphraseFile }: ServiceInput): string {
  const [executable = '', ...rest] = program;
  const start = [`:${executable}`, ...rest, ...agentArgs].map(unitWord).join(' ');
  return `${unitMark}
# Your own settings belong beside it, where they outlast a new version: systemctl --user edit keybearer

[Unit]
Description=Keybearer, the key agent for trading bots
# A wrong passphrase is not mended by trying it for ever.
StartLimitIntervalSec=10min
StartLimitBurst=5

[Service]
Type=exec
# The colon keeps systemd from reading $ in it.
ExecStart=${start}
${credentialLine(passphraseFile)}Restart=on-failure
RestartSec=5
UMask=0077

# Nothing of the keys in a core file or in the swap.
LimitCORE=0
MemorySwapMax=0

# A user's service manager may set these without any privilege.
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UnsetEnvironment=NODE_OPTIONS
# MemoryDenyWriteExecute= must stay off: V8 compiles JavaScript into memory that it writes first and then executes.

# The agent writes here and nowhere else. Kept from systemd 254 on where user namespaces are allowed, else passed over.
ProtectSystem=strict
ReadWritePaths=${unitWord(`-${dataDir}`)} %t
CacheDirectory=keybearer
CacheDirectoryMode=0700
# Not PrivateTmp=: a backup to /tmp would seem to be made, and be gone with the service.
Environment=TMPDIR=%t

[Install]
WantedBy=default.target
`;
}

/** One word of a unit's command or list, as systemd reads it back. */
export function unitWord(word: string): string {
  refuseControls(word);
  const escaped = word.replaceAll('%', '%%');
  if (/^[\w@%+=:,./-]+$/.test(escaped)) return escaped;
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The file's name is the rest of the line, without quotes: what a line loses at its ends can't be said. */
function credentialLine(file: string | undefined): string {
  if (file === undefined) return '';
  refuseControls(file);
  if (/[\s\\]$/.test(file)) throw refused(file);
  return `LoadCredential=passphrase:${file.replaceAll('%', '%%')}\n`;
}

function refuseControls(text: string): void {
  if (/\p{Cc}/u.test(text)) throw refused(text);
}

const refused = (path: string): AppError =>
  new AppError('INPUT_INVALID', {
    detail: `${JSON.stringify(path)} can't be written into a unit. Move it to a plainer path.`,
  });
