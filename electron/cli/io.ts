import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';

/** What a command may do to the world around it; tests give their own. */
export interface Io {
  /** Standard output: results only. */
  out(text: string): void;
  /** Ends when all that was said on standard output has left; where its reader has gone, the process ends instead. */
  saidAll(): Promise<void>;
  /** Standard error: errors, progress, warnings. */
  err(text: string): void;
  /** All of standard input, up to a limit. Throws: INPUT_INVALID. */
  readInput(): Promise<Buffer>;
  readonly isInTerminal: boolean;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  /** The width of the terminal that is written to, in columns. */
  readonly columns: number;
  readonly hasColour: boolean;
  /** Can standard error draw over a line that stands there already? */
  readonly canRedraw: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How this program was started, and where its user is at home. */
  readonly self: {
    readonly platform: NodeJS.Platform;
    readonly home: string;
    /** The executable and the script, whole paths. */
    readonly program: readonly string[];
  };
  now(): number;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly random: Random;
  /** The terminal to ask on; undefined where there is none. */
  openTerminal(): Terminal | undefined;
  /** Ends when the process is asked to stop. Once asked for, it must be heeded: signals no longer end the process. */
  stopped(): Promise<void>;
}

export interface Terminal {
  /** Asks and gives the line typed; undefined where it was given up with Ctrl-C or Ctrl-D. */
  ask(question: string, kind: 'shown' | 'hidden'): Promise<string | undefined>;
  close(): void;
}
