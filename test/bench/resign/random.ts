import fc from 'fast-check';

/** Parameters as no bot would give them, of names that adapters treat in a way of their own among others. */
export const randomParameters = fc.dictionary(
  fc.constantFrom(
    ...[
      'symbol',
      'pair',
      'price',
      'volume',
      'side',
      'limit',
      'type',
      'id',
      'ids',
      'orderIds',
      'clOrdId',
      'tag',
      'user',
    ],
    ...['close', 'params', 'query', 'orders', 'batchOrders', 'recvWindow', 'version', 'method', 'settle', 'tradeType'],
  ),
  fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('1.50', '+5%', 'a b', 'x&y=z', '[1]', '{"a":"b"}', 'true', ''),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.integer()), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'price', 'type'), fc.oneof(fc.string({ maxLength: 4 }), fc.integer()), {
      maxKeys: 2,
    }),
    fc.array(fc.dictionary(fc.constantFrom('a', 'price'), fc.string({ maxLength: 3 })), { maxLength: 2 }),
  ),
  { maxKeys: 5 },
);

/** What stands in a path. */
export const randomSegment = fc.stringMatching(/^[A-Za-z0-9._:-]{1,12}$/);
