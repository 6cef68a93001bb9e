import type { CcxtExchange } from './ccxt.ts';
import type { ClockSample } from './clock-sample.ts';
import type { Transmission } from './transmission.ts';

/** A request whose answer is waited for. */
export interface Hearing {
  transmission: Transmission | undefined;
  /** Unix milliseconds. */
  sentMs: number;
}

export interface Watch {
  /** What the answer that just came belongs to; undefined where nobody waits for it. */
  readonly running: () => Hearing | undefined;
  readonly hide: (text: string) => string;
  readonly now: () => number;
  readonly onClockSample: (sample: ClockSample) => void;
}

/** Reads the size and the Date header of each answer as it passes, and hides a key's credentials in it. */
export function watchAnswers(exchange: CcxtExchange, watch: Watch): void {
  const own: unknown = Reflect.get(exchange, 'onRestResponse');
  if (typeof own !== 'function') return;
  Reflect.set(exchange, 'onRestResponse', (...args: unknown[]) => {
    const [status, , , , headers] = args;
    const body = typeof args[5] === 'string' ? watch.hide(args[5]) : args[5];
    args[5] = body;
    const running = watch.running();
    if (running?.transmission !== undefined && typeof body === 'string') {
      running.transmission.bytesIn = body.length;
      running.transmission.body = body;
      running.transmission.status = Number(status);
      sampleClock(watch, headers, running.sentMs);
    }
    return Reflect.apply(own, exchange, args);
  });
}

function sampleClock({ now, onClockSample }: Watch, headers: unknown, sentMs: number): void {
  const date = typeof headers === 'object' && headers !== null && 'Date' in headers ? headers.Date : undefined;
  const serverMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(serverMs)) return;
  onClockSample({ sentMs, receivedMs: now(), serverMs, resolutionMs: 1000 });
}

/** A shorter credential (a user id) would hide innocent text. */
const leastHiddenLength = 12;

/** An exchange may echo the API key (Kraken's GetApiKeyInfo does); no bot is to see it. */
export function hiderOf(credentials: Readonly<Record<string, string>>): (text: string) => string {
  const hidden = Object.values(credentials)
    .filter(({ length }) => length >= leastHiddenLength)
    .flatMap(spellingsOf);
  return (text) =>
    hidden.reduce((shown, value) => (shown.includes(value) ? shown.replaceAll(value, '[hidden]') : shown), text);
}

/** As it is, as some write a slash in JSON, and as it stands in an address. */
const spellingsOf = (value: string): string[] => [
  ...new Set([value, value.replaceAll('/', '\\/'), encodeURIComponent(value)]),
];
