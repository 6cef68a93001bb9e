import { AppError } from '../../shared/errors.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { ClockSample } from '../exchange/clock-sample.ts';
import { nameFailure } from '../exchange/failures.ts';
import { Venue } from '../exchange/venue.ts';
import { addSample, type ClockEstimate, estimateOffset, needsMeasuring, noClock } from '../otp/clock-offset.ts';
import { PriceBoard } from './price-board.ts';

/** An exchange at an address, with what is known of its clock. */
export interface VenueState {
  readonly exchange: string;
  readonly venue: Venue;
  /** The exchange's clock minus ours, measured if need be. Throws: EXCHANGE_UNAVAILABLE where it was never measured and can't be. */
  offset(): Promise<ClockEstimate>;
  readonly prices: PriceBoard;
  /** What is known of it now, without asking. */
  knownOffset(): ClockEstimate | undefined;
}

/** Every exchange that keys are used at, each opened once. */
export class Venues {
  readonly #clock: Clock;
  readonly #open = new Map<string, VenueState>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(exchange: string, endpoint: string | null): VenueState {
    const name = `${exchange} ${endpoint ?? ''}`;
    let state = this.#open.get(name);
    if (state === undefined) {
      state = openVenue(exchange, endpoint, this.#clock);
      this.#open.set(name, state);
    }
    return state;
  }

  /** The clocks measured so far, for `status`. */
  offsets(): { exchange: string; offsetMs: number; measured: string }[] {
    return [...this.#open.values()].flatMap((state) => {
      const reading = state.knownOffset();
      return reading === undefined
        ? []
        : [{ exchange: state.exchange, offsetMs: Math.round(reading.offsetMs), measured: isoTime(reading.measuredMs) }];
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ venue }) => venue.close()));
    this.#open.clear();
  }
}

function openVenue(exchange: string, endpoint: string | null, clock: Clock): VenueState {
  let known = noClock;
  const add = (sample: ClockSample) => {
    known = addSample(known, { ...sample, monotonicMs: clock.monotonic() });
  };
  const venue = new Venue({ exchange, endpoint, now: clock.now, monotonic: clock.monotonic, onClockSample: add });
  let measuring: Promise<void> | undefined;
  const measure = () => {
    measuring ??= measureClock(venue, add).finally(() => {
      measuring = undefined;
    });
    return measuring;
  };
  // An exchange that tells no time is taken to have ours.
  const unmeasured = (): ClockEstimate => ({ offsetMs: 0, errorMs: 0, measuredMs: clock.now(), roundTripMs: 0 });
  return {
    exchange,
    venue,
    prices: new PriceBoard({ ask: (symbol) => venue.quote(symbol), monotonic: clock.monotonic }),
    knownOffset: () => estimateOffset(known, clock.now()),
    async offset() {
      if (needsMeasuring(known, { nowMs: clock.now(), monotonicMs: clock.monotonic() })) await measure();
      return estimateOffset(known, clock.now()) ?? unmeasured();
    },
  };
}

async function measureClock(venue: Venue, add: (sample: ClockSample) => void): Promise<void> {
  try {
    const sample = await venue.measureClock();
    if (sample !== undefined) add(sample);
  } catch (fault) {
    const error = nameFailure(fault, { needs: 'market.read', handedOver: false });
    if (error.code === 'EXCHANGE_UNAVAILABLE' || error.code === 'RATE_LIMITED') throw error;
    throw new AppError('EXCHANGE_UNAVAILABLE', {
      detail: "The exchange's clock could not be read.",
      sent: 'no',
      cause: fault,
    });
  }
}
