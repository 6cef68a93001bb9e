/** How work grows with what is given, by times of the same run: no figure of it is a property of the machine. */

const leastMs = 1;
const mostRuns = 4_096;
const tries = 4;

/** Milliseconds of the processor for so many runs. */
export function spent(act: () => unknown, runs = 1): number {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of one run: the best of some, each of so many runs that a clock can tell; what else works only adds. */
export function timeOf(act: () => unknown, samples = 3): number {
  let runs = 1;
  let ms = spent(act, runs);
  for (; runs < mostRuns && ms < leastMs; ms = spent(act, runs)) runs *= 2;
  for (let sample = 1; sample < samples; sample += 1) ms = Math.min(ms, spent(act, runs));
  return ms / runs;
}

/** How many times as long the second takes. A try that was not below `limit` may have been disturbed, and is made again, longer. */
export function growth(small: () => unknown, large: () => unknown, limit: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let samples = 1; samples <= tries && least >= limit; samples += 1)
    least = Math.min(least, timeOf(large, samples) / timeOf(small, samples));
  return least;
}
