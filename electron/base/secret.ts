import { inspect } from 'node:util';

/**
 * A secret that prints as `[secret]`, is opened for one callback, and can be wiped.
 * Takes: bytes, which it owns from then on (the caller's array is emptied).
 */
export class Secret {
  #bytes: Buffer | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
    bytes.fill(0);
  }

  /** Takes: text, stored as UTF-8. A JavaScript string can't be wiped, so make it at the last moment. */
  static ofText(text: string): Secret {
    return new Secret(Buffer.from(text, 'utf8'));
  }

  get isWiped(): boolean {
    return this.#bytes === undefined;
  }

  /** Lends the bytes for one callback. Throws: Error after `wipe`. The callback must not keep them. */
  use<T>(callback: (bytes: Buffer) => T): T {
    if (this.#bytes === undefined) throw new Error('a wiped secret was used');
    return callback(this.#bytes);
  }

  /** Lends the secret as text; for libraries that need strings. */
  useText<T>(callback: (text: string) => T): T {
    return this.use((bytes) => callback(bytes.toString('utf8')));
  }

  copy(): Secret {
    return this.use((bytes) => new Secret(Buffer.from(bytes)));
  }

  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
