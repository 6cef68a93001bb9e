const parentCheckMs = 250;
// Not SIGHUP: listening would undo nohup.
const stopSignals = ['SIGTERM', 'SIGINT'] as const;

let requested: Promise<void> | undefined;

/** Ends at the first SIGTERM or SIGINT, or once npm has gone; further signals change nothing. */
export function stopRequested(): Promise<void> {
  requested ??= new Promise((resolve) => {
    for (const signal of stopSignals) process.on(signal, () => resolve());
    // npm passes signals to its shell only; where that one lives on, nobody would tell us.
    if (process.env['npm_lifecycle_event'] !== undefined) watchParent(resolve);
  });
  return requested;
}

function watchParent(gone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, parentCheckMs);
  timer.unref();
}
