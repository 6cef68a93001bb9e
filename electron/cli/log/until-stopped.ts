/** Waits for work until the user has had enough. */

export type UntilStopped = <T>(work: Promise<T>) => Promise<T | undefined>;

/**
 * Takes: a promise that ends when the user wants the end. Gives: waits for work; undefined once the user wanted the end.
 * Not by Promise.race: what that gives is kept as long as the promise that may never end, a piece of an export each.
 */
export function untilStopped(stopped: Promise<void>): UntilStopped {
  let isStopped = false;
  let giveUp = (): void => {};
  void stopped.then(() => {
    isStopped = true;
    giveUp();
  });
  return <T>(work: Promise<T>) =>
    new Promise<T | undefined>((resolve, reject) => {
      giveUp = () => resolve(undefined);
      work.then(resolve, reject);
      if (isStopped) giveUp();
    });
}
