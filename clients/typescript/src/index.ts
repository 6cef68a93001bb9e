/** keybearer-client: an exchange as ccxt has it, whose keys stay with the agent. */
// biome-ignore-all lint/performance/noBarrelFile: the package's one face
export { connect } from './connect.ts';
export { type Cause, type Details, errors, KeybearerError, type Sent } from './errors.ts';
export type { AnyMethods, CallOptions, Connected, ConnectOptions, Gap, Own, Watching } from './types.ts';
