/** What became of a request on its way; filled in while it goes, so that a failure can be judged. */
export interface Transmission {
  signMs: number;
  networkMs: number;
  bytesOut: number;
  bytesIn: number;
  /** True from the moment that bytes may have left the machine. */
  handedOver: boolean;
  /** Of the HTTP answer; 0 where none came. */
  status: number;
  /** The exchange's answer as it came. */
  body: string | undefined;
}

export const newTransmission = (): Transmission => ({
  signMs: 0,
  networkMs: 0,
  bytesOut: 0,
  bytesIn: 0,
  handedOver: false,
  status: 0,
  body: undefined,
});
