import { AppError } from '../../shared/errors.ts';

/** Names that are being given away: what takes a while to add must not be added twice meanwhile. */
export class Claims {
  readonly #names = new Set<string>();

  /** Runs `work` with the name held. Throws: LABEL_TAKEN where somebody else holds it. */
  async hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#names.has(name)) throw new AppError('LABEL_TAKEN', { detail: `"${name}" is just being added.` });
    this.#names.add(name);
    try {
      return await work();
    } finally {
      this.#names.delete(name);
    }
  }
}
