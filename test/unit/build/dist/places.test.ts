import { expect, it } from 'vitest';
import { type Builder, leaksOf } from '../../../../build/scripts/dist/check/places.ts';

const asRoot: Builder = {
  ...{ root: '/root/src/keybearer', home: '/root', temp: '/tmp' },
  exists: (path) => ['/root/.npm', '/root/src', '/tmp/keybearer-dist-x1'].includes(path),
};
const asAda: Builder = { ...asRoot, root: '/srv/build/keybearer', home: '/home/ada', temp: '/var/folders/zz/T' };

it.each([
  ['const dir = "/root/src/keybearer/electron/main.ts";', '/root/src/keybearer'],
  ['file:///root/.npm/_cacache/x', '/root/.npm'],
  ['at /root/src/other/a.js:1:2', '/root/src'],
  ['/tmp/keybearer-dist-x1/fpm', '/tmp/keybearer-dist-x1'],
  ['from /home/grace/project/a.js', '/home/grace/p'],
  ['"/Users/grace/project"', '/Users/grace/p'],
  [String.raw`"C:\\Users\\grace\\project"`, String.raw`C:\\Users\\grace` + '\\'],
  [String.raw`C:\Users\grace\project`, 'C:\\Users\\grace\\'],
])('built by root in its home, %j gives the place away', (text, place) => {
  expect(leaksOf(text, asRoot)).toContain(place);
});

it.each([
  'the home of root is /root',
  'a leaf of /root/element/child by XPath',
  'https://example.org/root/.npm/x',
  'https://example.org/home/ada/page',
  '~/root/src and ./tmp/keybearer-dist-x1',
  'a socket in /tmp, or in /tmp/keybearer.sock',
  '/v1/Users/grace/orders',
  '/home/ada',
])('built by root in its home, %j says nothing of the builder', (text) => {
  expect(leaksOf(text, asRoot)).toEqual([]);
});

it.each(['/srv/build/keybearer', '/home/ada', '/var/folders/zz/T'])('a telling place counts wherever it stands: %s', (place) => {
  expect(leaksOf(`x${place}`, asAda)).toEqual([place]);
});
