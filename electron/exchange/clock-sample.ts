/** The moment of an answer, by our clock and by the exchange's `Date` header. */
export interface ClockSample {
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly serverMs: number;
  readonly resolutionMs: number;
}
