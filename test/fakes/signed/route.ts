/** Sends what is meant for an exchange's own hosts to a loopback server, path, headers and host as they are. */
import { Agent, type Dispatcher } from 'undici';

/** Takes: url, the server's. Gives: a dispatcher on which no connection leaves this machine. */
export function routeTo(url: string): Dispatcher {
  return new Agent({ pipelining: 1, allowH2: false }).compose((dispatch) => (options, handler) => {
    const { host } = new URL(String(options.origin));
    const given = options.headers;
    if (Array.isArray(given) || (typeof given === 'object' && given !== null && Symbol.iterator in given))
      throw new Error('headers are an object here');
    return dispatch({ ...options, origin: url, headers: { ...given, host } }, handler);
  });
}
