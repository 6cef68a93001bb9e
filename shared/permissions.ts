/** Everything a bot can be allowed to do with a key. A grant names some of them; what it doesn't name is denied. */
export const permissions = [
  'market.read',
  'account.read',
  'orders.read',
  'orders.create',
  'orders.cancel',
  'stream',
  'code',
  'raw',
  'funds.transfer',
  'funds.withdraw',
] as const;

export type Permission = (typeof permissions)[number];

/** Permissions that carry a warning and stand in no preset. */
export const dangerous = ['code', 'raw', 'funds.transfer', 'funds.withdraw'] as const satisfies readonly Permission[];

const watch = ['market.read', 'account.read', 'orders.read', 'stream'] as const satisfies readonly Permission[];

/** Named sets of permissions: *watch* sees everything and changes nothing, *trade* also places and cancels orders. */
export const presets = {
  watch,
  trade: [...watch, 'orders.create', 'orders.cancel'],
} as const satisfies Record<string, readonly Permission[]>;

export type Preset = keyof typeof presets;

// By what a mistake costs: seeing, watching, leaving the market, entering it, anything at all, money.
const byStrictness: readonly Permission[] = [
  'market.read',
  'account.read',
  'orders.read',
  'stream',
  'orders.cancel',
  'orders.create',
  'code',
  'raw',
  'funds.transfer',
  'funds.withdraw',
];

/** The stricter of two permissions: what an endpoint needs that serves both. */
export function stricter(a: Permission, b: Permission): Permission {
  return byStrictness.indexOf(a) >= byStrictness.indexOf(b) ? a : b;
}
