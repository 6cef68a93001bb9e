import type { Run, Serving } from '../command.ts';
import type { Unlock } from '../control-port.ts';
import { systemdCredential } from '../credential.ts';
import { reportLines } from '../fault.ts';
import type { Io } from '../io.ts';
import { clean } from '../print.ts';
import { withProgress } from '../progress.ts';
import type { Unlocker } from '../unlock.ts';

const portMax = 65535;

export const agent: Run = async ({ io, host, dataDir, options, unlocker }) => {
  const httpPort = options.whole('http', 0, portMax);
  const stopped = io.stopped();
  const serving = host.serve({
    dataDir,
    httpPort,
    socketGroup: options.text('socket-group'),
    open: (unseal) =>
      openVault(io, unlocker, options.has('passphrase-file') || options.has('recovery-file'), (unlock) =>
        withProgress(io, () => unseal(unlock)),
      ),
    report: (fault) => io.err(reportLines(fault)),
  });
  // Asked to stop before it serves: there is nothing to close that the end of the process doesn't.
  const served = await Promise.race([serving, stopped]);
  if (served === undefined) return 0;
  io.out(`${JSON.stringify(readyLine(served))}\n`);
  if (io.isErrTerminal) io.err(hint(served));
  await stopped;
  await served.close();
  return 0;
};

const readyLine = ({ socket, control, http, vault, pid }: Serving): object => ({
  ready: true,
  socket,
  control,
  http,
  vault,
  pid,
});

function hint({ vault, http }: Serving): string {
  const where = http === null ? 'on its socket' : `on its socket and on ${clean(http)}`;
  const next = vault === 'open' ? '' : ' The vault is sealed; open it: keybearer unseal.';
  return `Serving bots ${where}.${next} Ctrl-C ends it.\n`;
}

/** By file, by systemd's credential, by the terminal; where there is none of them, it stays sealed. */
async function openVault(
  io: Io,
  unlocker: Unlocker,
  hasFile: boolean,
  unseal: (unlock: Unlock) => Promise<void>,
): Promise<void> {
  if (hasFile) return unlocker.with(unseal);
  const credential = await systemdCredential(io);
  if (credential !== undefined) return unseal({ kind: 'passphrase', secret: credential });
  // A program that starts the agent from somebody's terminal, with pipes, waits for the ready line and answers no question.
  if (!io.isInTerminal && !io.isErrTerminal) return;
  const terminal = io.openTerminal();
  if (terminal === undefined) return;
  terminal.close();
  await unlocker.with(unseal);
}
