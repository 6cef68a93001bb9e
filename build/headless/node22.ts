/**
 * What Node 22 lacks of what the agent leans on. Nothing happens on Node 24.
 * Source: ECMAScript's Explicit Resource Management, AsyncDisposableStack.
 */
type Deferred = () => unknown;

class Stack {
  #deferred: Deferred[] = [];

  defer(close: Deferred): void {
    this.#deferred.push(close);
  }

  move(): Stack {
    const moved = new Stack();
    moved.#deferred = this.#deferred.splice(0);
    return moved;
  }

  async disposeAsync(): Promise<void> {
    const faults: unknown[] = [];
    for (const close of this.#deferred.splice(0).reverse())
      try {
        await close();
      } catch (fault) {
        faults.push(fault);
      }
    // The last fault is the one that is told, as the standard has it; the earlier ones stay with it.
    if (faults.length > 1) throw new AggregateError(faults, String(faults.at(-1)));
    if (faults.length === 1) throw faults[0];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync();
  }
}

if (!('AsyncDisposableStack' in globalThis))
  Object.defineProperty(globalThis, 'AsyncDisposableStack', { value: Stack });

export {};
