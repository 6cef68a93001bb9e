/** Where Keybearer puts the code in by itself, and how that was checked. A test holds it against the agent's own table. */
export const codeSupport: Readonly<Record<string, 'tested' | 'unverified'>> = {
  kraken: 'tested',
  bitbank: 'tested',
  bitflyer: 'tested',
  coinbase: 'tested',
  coinbaseexchange: 'tested',
  deribit: 'tested',
  hollaex: 'unverified',
  ndax: 'unverified',
  phemex: 'unverified',
};
