import { spawn } from 'node:child_process';

/** Of our environment only what a notifier needs to reach its owner: a passphrase may stand in the rest. */
const passedOn = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'SYSTEMROOT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TMPDIR', 'TEMP'],
];
const longestMs = 10_000;

/**
 * Runs a program without a shell and hands it a text on its standard input. What it prints is thrown away, and after
 * 10 s it is ended. Gives: what went wrong, in words; undefined where it ended with 0.
 */
export function runProgram([program = '', ...args]: readonly string[], input: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = Object.fromEntries(
      passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
    const child = spawn(program, args, {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: longestMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    child.on('error', (fault) => resolve(fault.message));
    child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${signal ?? code}`));
    // One that does not read its input is no fault of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
