import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Line {
  /** Requests without an answer, each with what waits for its end. */
  readonly requests: Map<IncomingMessage, { readonly response: ServerResponse; readonly ended: (() => void)[] }>;
  /** Came a right token over it? */
  isKnown: boolean;
  /** Is it to end once what it asked for is answered? */
  isEnding: boolean;
}

/** The open connections of a door: how many, what is in flight on each, and who has to go when there are too many. */
export class Connections {
  readonly #max: number;
  readonly #maxInFlight: number;
  /** Oldest first. */
  readonly #lines = new Map<Socket, Line>();
  /** Those that never sent complete headers, oldest first. */
  readonly #silent = new Set<Socket>();

  constructor(max: number, maxInFlight: number) {
    this.#max = max;
    this.#maxInFlight = maxInFlight;
  }

  get size(): number {
    return this.#lines.size;
  }

  add(socket: Socket): void {
    if (this.#lines.size >= this.#max && !this.#makeRoom()) {
      socket.destroy();
      return;
    }
    this.#lines.set(socket, { requests: new Map(), isKnown: false, isEnding: false });
    this.#silent.add(socket);
    socket.once('close', () => this.#forget(socket));
  }

  /** Complete headers have come. Gives: false where the connection went over its limit and was dropped. */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const line = this.#lines.get(socket);
    if (line === undefined || line.isEnding) return false;
    this.#silent.delete(socket);
    if (line.requests.size >= this.#maxInFlight) {
      socket.destroy();
      return false;
    }
    line.requests.set(request, { response, ended: [] });
    response.once('close', () => this.#end(socket, line, request));
    return true;
  }

  /** A request wants its connection to become a stream. Gives: false where it can't, and was dropped. */
  upgrade({ socket }: IncomingMessage): boolean {
    const line = this.#lines.get(socket);
    // Answers to what was asked for before would come in between.
    if (line === undefined || line.isEnding || line.requests.size > 0) {
      socket.destroy();
      return false;
    }
    this.#silent.delete(socket);
    return true;
  }

  trustSocket(socket: Socket): void {
    const line = this.#lines.get(socket);
    if (line !== undefined) line.isKnown = true;
  }

  /** A right token has come with this request, so its connection is kept while there are others to drop. */
  trust({ socket }: IncomingMessage): void {
    this.trustSocket(socket);
  }

  /** Calls back once, when the request is answered or its connection gone; at once if it is so already. */
  whenEnded(request: IncomingMessage, callback: () => void): void {
    const entry = this.#lines.get(request.socket)?.requests.get(request);
    if (entry === undefined) callback();
    else entry.ended.push(callback);
  }

  /**
   * May a bare answer be written for what could not be parsed? Only where no bot could take it for the answer to an
   * earlier request: nothing is in flight, or just the one whose body could not be read.
   */
  mayAnswer(socket: Socket): boolean {
    const requests = this.#lines.get(socket)?.requests;
    if (requests === undefined || requests.size === 0) return true;
    const [only, ...others] = requests;
    if (only === undefined || others.length > 0) return false;
    const [request, { response }] = only;
    return !request.complete && !response.headersSent;
  }

  /** Ends a connection that can't be read any further, after the answers to what was read before. */
  endAfterAnswers(socket: Socket): void {
    const line = this.#lines.get(socket);
    if (line === undefined) {
      socket.destroy();
      return;
    }
    line.isEnding = true;
    endWhereAnswered(socket, line);
  }

  /** Ends each connection once what it asked for is answered: at once where it idles. */
  endAll(): void {
    for (const socket of this.#lines.keys()) this.endAfterAnswers(socket);
  }

  dropAll(): void {
    for (const socket of this.#lines.keys()) socket.destroy();
  }

  /** Oldest silent one first, then the oldest that idles and never showed a token. */
  #makeRoom(): boolean {
    for (const socket of this.#silent) return this.#drop(socket);
    for (const [socket, line] of this.#lines) {
      if (!line.isKnown && line.requests.size === 0) return this.#drop(socket);
    }
    return false;
  }

  #drop(socket: Socket): true {
    this.#forget(socket);
    socket.destroy();
    return true;
  }

  #forget(socket: Socket): void {
    const line = this.#lines.get(socket);
    this.#lines.delete(socket);
    this.#silent.delete(socket);
    // An answer that waited behind another gets no 'close' of its own.
    if (line !== undefined) for (const request of [...line.requests.keys()]) this.#end(socket, line, request);
  }

  #end(socket: Socket, line: Line, request: IncomingMessage): void {
    const entry = line.requests.get(request);
    line.requests.delete(request);
    for (const callback of entry?.ended ?? []) callback();
    if (line.isEnding) endWhereAnswered(socket, line);
  }
}

/** A request that never became complete waits for nothing. */
function endWhereAnswered(socket: Socket, { requests }: Line): void {
  for (const request of requests.keys()) if (request.complete) return;
  socket.destroySoon();
}
