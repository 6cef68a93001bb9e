import type { RawData, WebSocket } from 'ws';
import { AppError, asAppError, toProblem } from '../../../shared/errors.ts';
import type { StreamClient, StreamLink, ThingId } from '../../agent/streams/port.ts';
import type { Clock } from '../../base/clock.ts';
import { readMessage } from './stream-message.ts';

/** What may lie unsent, in bytes: past it events wait in the agent, where the oldest are dropped. */
export const unsentBytes = 256 * 1024;
/** Past it nothing more is read of a bot that doesn't read its answers. */
const unreadBytes = 512 * 1024;
const pingMs = 30_000;
/** How long a bot may take to fetch the last words of a stream that was cut. */
const lastWordsMs = 60;

/** Close codes. Source: RFC 6455 section 7.4.1; 1013, IANA's WebSocket close code registry. */
const closing = { goingAway: 1001, denied: 1008, tryLater: 1013 } as const;

export interface SessionNeeds {
  readonly clock: Clock;
  readonly begin: (client: StreamClient) => StreamLink;
  readonly ended: () => void;
}

/** One WebSocket of a bot: messages in, events out, and the end of both. */
export class StreamSession implements StreamClient {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #link: StreamLink;
  readonly #over = new AbortController();
  #isAlive = true;

  constructor(socket: WebSocket, { clock, begin, ended }: SessionNeeds) {
    this.#socket = socket;
    this.#clock = clock;
    this.#link = begin(this);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => this.#lives());
    // ws has closed it already, with 1009 where a message was too large.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#over.abort();
      this.#link.close();
      ended();
    });
    void this.#keepAlive();
  }

  isReady(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.#socket.bufferedAmount < unsentBytes;
  }

  event(id: ThingId, event: string): void {
    this.#send(`{"id":${JSON.stringify(id)},"event":${event}}`);
  }

  error(id: ThingId | undefined, error: AppError): void {
    this.#send(JSON.stringify({ id, error: toProblem(error) }));
  }

  end(error: AppError): void {
    this.error(undefined, error);
    this.#close(error.code === 'VAULT_SEALED' ? closing.tryLater : closing.denied, error.code);
  }

  /** The agent ends. */
  goAway(): void {
    this.#link.close();
    this.#close(closing.goingAway, 'The agent ends.');
  }

  #close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    // Whoever doesn't answer in time is cut off all the same.
    void this.#clock.sleep(lastWordsMs, this.#over.signal).then(() => this.#socket.terminate());
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#lives();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const { id, ask } = readMessage(data, isBinary);
    try {
      if (ask instanceof AppError) throw ask;
      if (ask.kind === 'watch') this.#link.watch(ask.id, ask.method, ask.args);
      else this.#link.stop(ask.id);
    } catch (fault) {
      this.error(id, asAppError(fault));
    }
    if (this.#socket.bufferedAmount > unreadBytes) this.#socket.pause();
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text, () => this.#sent());
  }

  #sent(): void {
    this.#lives();
    if (!this.isReady()) return;
    if (this.#socket.isPaused) this.#socket.resume();
    this.#link.drained();
  }

  #lives(): void {
    this.#isAlive = true;
  }

  /** A bot that is gone without a word is found out; one that reads slowly lives, as long as it reads at all. */
  async #keepAlive(): Promise<void> {
    while (!this.#over.signal.aborted) {
      await this.#clock.sleep(pingMs, this.#over.signal);
      if (this.#over.signal.aborted) return;
      if (!this.#isAlive) {
        this.#socket.terminate();
        return;
      }
      this.#isAlive = false;
      this.#socket.ping(() => {});
    }
  }
}
