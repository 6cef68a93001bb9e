/** Says on a terminal that something takes a while: deriving a key from a passphrase takes up to a second, on purpose. */
import type { ControlName } from '../../shared/control-api.ts';
import type { ControlPort } from './control-port.ts';
import type { Io } from './io.ts';

type ProgressIo = Pick<Io, 'err' | 'isErrTerminal' | 'canRedraw' | 'columns' | 'clock'>;

const patienceMs = 150;
const stepMs = 100;
const spinner = ['|', '/', '-', '\\'] as const;
// Source: ECMA-48 section 8.3.41 (EL): from here to the end of the line.
const clearLine = '\r\u001b[K';

const usual = 'Working on the passphrase';

/** What besides the passphrase may take its time. */
const doing: Partial<Record<ControlName, string>> = {
  'key.test': 'Asking the exchange',
  'key.rotate': 'Asking the exchange',
  'import.keep': 'Asking the exchange',
  'vault.rotate': 'Rotating the vault',
  'vault.backup': 'Sealing the backup',
};

/** Shows, once it takes longer than a blink, that `work` goes on; on a terminal's standard error and nowhere else. */
export async function withProgress<T>(io: ProgressIo, work: () => Promise<T>, what: string = usual): Promise<T> {
  if (!io.isErrTerminal) return work();
  const done = new AbortController();
  const shown = show(io, what, done.signal);
  try {
    return await work();
  } finally {
    done.abort();
    await shown;
  }
}

/** The same port, which shows progress with each call that carries a passphrase. */
export const patientPort = (port: ControlPort, io: ProgressIo): ControlPort => ({
  ...port,
  call: (name, params, unlock) =>
    unlock === undefined
      ? port.call(name, params)
      : withProgress(io, () => port.call(name, params, unlock), doing[name]),
});

async function show({ err, canRedraw, columns, clock }: ProgressIo, what: string, done: AbortSignal): Promise<void> {
  const startMs = clock.monotonic();
  await clock.sleep(patienceMs, done);
  if (done.aborted) return;
  if (!canRedraw) return err(`${what} …\n`);
  for (let n = 0; !done.aborted; n++) {
    const seconds = ((clock.monotonic() - startMs) / 1000).toFixed(1);
    const line = `${spinner[n % spinner.length] ?? ''} ${what} … ${seconds} s`;
    // A line that wraps could not be drawn over.
    err(`\r${line.slice(0, Math.max(0, columns - 1))}`);
    await clock.sleep(stepMs, done);
  }
  err(clearLine);
}
