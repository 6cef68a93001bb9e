/** Runs one work after the other, in the order in which they came; one that fails keeps none of the next out. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    // The failure belongs to whoever asked for this one.
    last = result.catch(() => undefined);
    return result;
  };
}
