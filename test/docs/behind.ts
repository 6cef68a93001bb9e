/** What stands behind the shell of a page. */
import type { Practice } from '../../electron/practice/server.ts';
import type { FakeIo } from '../fakes/io.ts';
import type { PageHost } from './host.ts';

/** A command that goes on beside the page. */
export interface Running {
  readonly io: FakeIo;
  readonly ended: Promise<number>;
}

export interface Behind {
  readonly host: PageHost;
  readonly practice: Practice;
  readonly running: Running[];
  readonly stop: () => Promise<void>;
  /** Keeps something that goes on until the page ends. */
  readonly keep: (close: () => Promise<void>) => void;
  /** All that commands said so far, to find a token or a recovery key in. */
  readonly said: { all: string };
  readonly home: string;
}
