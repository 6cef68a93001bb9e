import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, servePage } from '../../../../electron/doors/window/pages.ts';

let place: string;
let root: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'keybearer-pages-'));
  root = join(place, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/a.js'), 'let a;');
  writeFileSync(join(root, 'notes.txt'), 'no type of ours');
  writeFileSync(join(place, 'vault.html'), 'outside');
  mkdirSync(join(place, 'renderer-evil'));
  writeFileSync(join(place, 'renderer-evil/x.js'), 'outside');
});

afterAll(() => rmSync(place, { recursive: true }));

const get = (url: string, method = 'GET') => servePage(root, new Request(url, { method }));

describe('the pages over app://', () => {
  it('serves the page under a policy that allows nothing by default', async () => {
    const page = await get('app://keybearer/index.html');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves scripts as scripts', async () => {
    expect((await get('app://keybearer/assets/a.js')).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('answers no %s', async (method) => {
    expect((await get('app://keybearer/index.html', method)).status).toBe(405);
  });

  it.each([
    'app://keybearer/notes.txt',
    'app://keybearer/nothing.js',
    'app://keybearer/assets',
    'app://keybearer/..%2fvault.html',
    'app://keybearer/%2e%2e/vault.html',
    'app://keybearer/%2e%2e%2frenderer-evil/x.js',
    'app://keybearer/..%5cvault.html',
    'app://keybearer/index.html%00.js',
    'app://keybearer/%',
    'app://keybearer/C:/x.js',
    'app://other/index.html',
    'app://keybearer.evil/index.html',
  ])('has nothing at %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('never leaves its directory, whatever the address', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '\\',
      '/',
      '//',
      '%00',
      '%',
      ':',
      'index.html',
      'a',
      '?',
      '#',
      '@',
      '%25',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = fileOf(root, `app://keybearer/${pieces.join('')}`);
        expect(file === undefined || file.startsWith(`${root}/`)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
