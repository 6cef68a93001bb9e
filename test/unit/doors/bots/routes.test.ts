import { describe, expect, test } from 'vitest';
import { type BotRouteName, botRoutes, resignMethods } from '../../../../shared/bot-api.ts';
import { openApiDocument } from '../../../../shared/openapi.ts';
import { label, socketToken } from '../../../fakes/bot-service.ts';
import { ask, bearer, codeIn, open } from './talk.ts';

const json = { 'content-type': 'application/json' };
const authorised = { ...bearer(socketToken), ...json };
const bodies: Partial<Record<BotRouteName, unknown>> = {
  'keys.call': { method: 'fetchBalance', args: [] },
  'pair.begin': { name: 'grid-9', wants: [] },
};
const pairing = 'AAAAAAAAAAAAAAAAAAAAAA';
const names = Object.keys(botRoutes).filter(
  (name): name is Exclude<BotRouteName, 'resign'> => Object.hasOwn(botRoutes, name) && name !== 'resign',
);

describe('every route of the table', () => {
  // A stream is served over a WebSocket: stream.test.ts.
  test.each(names.filter((name) => name !== 'stream'))(
    '%s is served and its result is what the contract says',
    async (name) => {
      const { door } = await open();
      const { method, path, result, needs } = botRoutes[name];
      const said = {
        method,
        path: path.replace(':key', label).replace(':pairing', pairing),
        headers: authorised,
        ...(method === 'POST' && { body: JSON.stringify(bodies[name] ?? {}) }),
      };
      const heard = await ask({ socketPath: door.socket }, said);
      expect(heard.status).toBe(200);
      expect(heard.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(result.safeParse(heard.json).error).toBeUndefined();
      const nameless = await ask({ socketPath: door.socket }, { ...said, headers: json });
      expect(nameless.status).toBe(needs === 'nothing' ? 200 : 401);
    },
  );

  test('stands in the document, and nothing else does; what the document names is served', async () => {
    const { door } = await open();
    const document = await ask({ socketPath: door.socket }, { path: '/v1/openapi.json' });
    expect(document.json).toEqual(JSON.parse(JSON.stringify(openApiDocument('0.1.0'))));
    const { paths } = openApiDocument('0.1.0');
    const documented = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(
      [
        ...names.map((name) => `${botRoutes[name].method} ${botRoutes[name].path.replace(/:(\w+)/, '{$1}')}`),
        ...resignMethods.map((method) => `${method} /v1/resign/{key}/{address}`),
      ].sort(),
    );
  });

  test('has no other verb', async () => {
    const { door } = await open();
    for (const name of names) {
      for (const method of [
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'TRACE',
        'PROPFIND',
        'QUERY',
        'M-SEARCH',
      ]) {
        if (method === botRoutes[name].method) continue;
        const heard = await ask(
          { socketPath: door.socket },
          { method, path: botRoutes[name].path.replace(':key', label), headers: bearer(socketToken) },
        );
        expect([method, heard.status, method === 'HEAD' ? 'ROUTE_UNKNOWN' : codeIn(heard)]).toEqual([
          method,
          404,
          'ROUTE_UNKNOWN',
        ]);
      }
    }
  });
});

test('what is in no table is ROUTE_UNKNOWN, with and without a token, whatever the body', async () => {
  const { door } = await open();
  const paths = [
    '/',
    '/v1',
    '/v1/',
    '/v1/keys/',
    '/v1/me/',
    '/V1/me',
    '//v1/me',
    '/v1//me',
    '/v1/keys/kraken-main',
    '/v1/keys/kraken-main/call/',
    '/v2/me',
    '/v1/health/..',
    '/v1/./me',
    '/v1/pairs',
  ];
  for (const path of paths) {
    for (const headers of [{}, authorised]) {
      expect([path, codeIn(await ask({ socketPath: door.socket }, { path, headers }))]).toEqual([
        path,
        'ROUTE_UNKNOWN',
      ]);
      expect(codeIn(await ask({ socketPath: door.socket }, { method: 'POST', path, headers, body: '{' }))).toBe(
        'ROUTE_UNKNOWN',
      );
    }
  }
});
