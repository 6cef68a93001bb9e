import type { Server } from 'node:http';

/**
 * node:http ends a connection whose request is late. It looks at intervals, and first of all after this thread was busy:
 * what had come meanwhile is not read yet, and would count as late. The time by which a look itself is late is added.
 * Takes: monotonic = milliseconds; intervalMs = `connectionsCheckingInterval`, which asks for `headersTimeout` each time.
 */
export function forgiveOwnDelay(server: Server, monotonic: () => number, intervalMs: number): void {
  const { headersTimeout, requestTimeout } = server;
  let lookedMs = monotonic();
  let lateMs = 0;
  Object.defineProperties(server, {
    headersTimeout: {
      get: () => {
        const passedMs = monotonic() - lookedMs;
        // One look asks several times.
        if (passedMs > intervalMs / 2) {
          lateMs = Math.max(0, Math.floor(passedMs - intervalMs));
          lookedMs += passedMs;
        }
        return headersTimeout + lateMs;
      },
    },
    requestTimeout: { get: () => requestTimeout + lateMs },
  });
}
