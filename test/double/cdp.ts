/** Chromium's DevTools protocol over Node's own WebSocket; sessions are flat. */
export type Params = Readonly<Record<string, unknown>>;

type EventListener = (params: Record<string, never>) => void;

interface Waiting {
  readonly method: string;
  resolve(result: Record<string, never>): void;
  reject(error: Error): void;
}

export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<EventListener>>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', (event) => this.#receive(JSON.parse(String(event.data))));
    socket.addEventListener('close', () => this.#drop());
  }

  static async open(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`no DevTools at ${url}`)), { once: true });
    });
    return new Cdp(socket);
  }

  /** Without `session` the command goes to the browser. Rejects with Chromium's own words. */
  // biome-ignore lint/suspicious/noExplicitAny: answers have as many shapes as there are commands
  send(method: string, params: Params = {}, session?: string): Promise<any> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(
        JSON.stringify({ id, method, params, ...(session === undefined ? {} : { sessionId: session }) }),
      );
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: events have as many shapes as there are names
  on(method: string, session: string | undefined, listener: (params: any) => void): void {
    const name = `${session ?? ''} ${method}`;
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: {
    id?: number;
    method?: string;
    sessionId?: string;
    params: never;
    result: never;
    error?: { message: string };
  }): void {
    if (message.id === undefined) {
      const set = this.#listeners.get(`${message.sessionId ?? ''} ${message.method}`);
      for (const listener of set ?? []) listener(message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }

  #drop(): void {
    for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: the browser is gone`));
    this.#waiting.clear();
  }
}
