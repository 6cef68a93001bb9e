import type { ControlName, ControlResult } from '../../shared/control-api.ts';
import type { Secret } from '../base/secret.ts';
import type { ControlPort, Unlock } from './control-port.ts';
import type { Io } from './io.ts';
import type { OptionName, OptionSpec, Options } from './options.ts';
import type { Unlocker } from './unlock.ts';

/** What a command is called and takes. Its work is loaded when it is called, not before. */
export interface CommandSpec {
  readonly words: readonly [string] | readonly [string, string];
  readonly summary: string;
  /** Its arguments, as the help shows them. */
  readonly args?: string;
  readonly leastArgs?: number;
  readonly mostArgs?: number;
  /** The option that makes its arguments optional. */
  readonly insteadOfArgs?: OptionName;
  readonly options?: readonly OptionName[];
  /** What an option means here, where that is not what it means elsewhere. */
  readonly meanings?: Readonly<Partial<Record<OptionName, OptionSpec>>>;
  /** What the help says besides. */
  readonly more?: string;
  readonly example: string;
  load(): Promise<Run>;
}

/** Gives: the exit code. */
export type Run = (context: Context) => Promise<number>;

export interface Context {
  readonly args: readonly string[];
  readonly options: Options;
  readonly io: Io;
  readonly host: Host;
  readonly dataDir: string;
  readonly isJson: boolean;
  readonly unlocker: Unlocker;
  /** The door that this command speaks to, opened when it is first asked for. */
  port(): Promise<ControlPort>;
  /** Asks the door, with the passphrase where it wants one. Throws: as the door; PASSPHRASE_NEEDED. */
  call<N extends ControlName>(name: N, params: object): Promise<ControlResult<N>>;
}

export interface Places {
  readonly socket: string;
  readonly control: string;
  readonly http: string | null;
}

export interface Serving extends Places {
  readonly vault: 'open' | 'sealed';
  readonly pid: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly dataDir: string;
  readonly httpPort: number | undefined;
  /** The group that a second socket is opened for, by name or number. */
  readonly socketGroup: string | undefined;
  /** Is called where there is a vault; opens it with what the user gives, or leaves it sealed. */
  readonly open: (unseal: (unlock: Unlock) => Promise<void>) => Promise<void>;
  /** Told of faults whose cause the bot is not told. */
  readonly report: (fault: unknown) => void;
}

export interface PracticeServing {
  readonly url: string;
  readonly admin: string;
  readonly keys: readonly { readonly label: string; readonly title: string }[];
  close(): Promise<void>;
}

export interface Made {
  readonly recoveryKey: string;
  readonly vaultId: string;
}

export interface Restored {
  readonly vaultId: string;
  readonly paused: readonly string[];
  readonly keys: number;
}

/** Gets hold of a secret and has the work done with it. */
export type Working<S, T> = (work: (secret: S) => Promise<T>) => Promise<T>;

/** What only the terminal's entry can give, since it alone composes. */
export interface Host {
  /** The running agent's door, or that of an agent composed for this command. Throws: AGENT_RUNNING, INPUT_INVALID. */
  connect(dataDir: string): Promise<ControlPort>;
  /** Makes a vault from a backup; `open` is called where there is none yet. Throws: VAULT_EXISTS; what the backup meets. */
  restore(dataDir: string, file: string, open: Working<Unlock, Restored>): Promise<Restored>;
  /** Makes the vault; `choose` is called where there is none yet. Throws: VAULT_EXISTS. */
  init(dataDir: string, choose: Working<Secret, Made>): Promise<Made>;
  /** Throws: AGENT_RUNNING, VAULT_MISSING. */
  serve(options: ServeOptions): Promise<Serving>;
  practice(port: number): Promise<PracticeServing>;
}
