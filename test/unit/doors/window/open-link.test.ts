import { describe, expect, it } from 'vitest';
import { answer, pageOrigin } from '../../../../electron/doors/window/listen.ts';
import { readLink } from '../../../../electron/doors/window/open-link.ts';
import { catalogue } from '../../../../shared/guidance/catalogue.ts';
import { fakeAgent } from './fake-agent.ts';
import { openDoor } from './open-door.ts';

const article = 'https://support.kraken.com/hc/en-us/articles/360000714526';
const page = { senderFrame: { url: `${pageOrigin}/index.html`, parent: null } };
const ours = catalogue.exchanges.flatMap(({ source }) => source.match(/https:\/\/[^\s;,()]+/g) ?? []);

const hostile = [
  '',
  ' ',
  'support.kraken.com',
  '//support.kraken.com/hc',
  'http://support.kraken.com/hc',
  'HTTPS://support.kraken.com/hc',
  'https:/support.kraken.com/hc',
  'https:support.kraken.com/hc',
  'https:\\\\support.kraken.com\\hc',
  'https://support.kraken.com\\@evil.example/',
  'https://support.kraken.com@evil.example/',
  'https://user@support.kraken.com/hc',
  'https://user:word@support.kraken.com/hc',
  'https://support.kraken.com:8443/hc',
  'https://support.kraken.com:443/hc',
  'https://support.kraken.com./hc',
  'https://support.kraken.com.evil.example/hc',
  'https://evil-support.kraken.com/hc',
  'https://support.kraken.com%2eevil.example/hc',
  'https://support.krakеn.com/hc',
  'https://xn--support-kraken.com/hc',
  'https://kraken.com/hc',
  'https://evil.example/support.kraken.com',
  'https://evil.example/?support.kraken.com',
  'https://evil.example/#https://support.kraken.com',
  `${article}?stolen=secret`,
  `${article}#stolen`,
  `${article}?`,
  `${article}/../../../../evil`,
  `${article}\n`,
  `\t${article}`,
  'https://sup\tport.kraken.com/hc',
  `${article} --new-window`,
  `view-source:${article}`,
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'file://support.kraken.com/share',
  'smb://support.kraken.com/share',
  'ms-msdt:/id PCWDiagnostic',
  'app://keybearer/index.html',
  'blob:https://support.kraken.com/1',
  'mailto:someone@support.kraken.com',
  'https://127.0.0.1/',
  'https://[::1]/',
  `https://support.kraken.com/${'a'.repeat(400)}`,
];

describe('links', () => {
  it.each([article, ...ours])('opens what our guidance names: %s', (url) => {
    expect(readLink(url)).toContain(url);
  });

  it('is tried with 40 hostile addresses or more', () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(40);
  });

  it.each(hostile)('hands nothing to the system for %j', async (url) => {
    const { door, links } = openDoor(fakeAgent());
    expect(await answer(page, door, 'window.open', { url })).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID' },
    });
    expect(links).toEqual([]);
  });

  it('hands an allowed one on as it is', async () => {
    const { door, links } = openDoor(fakeAgent());
    expect(await answer(page, door, 'window.open', { url: article })).toEqual({ ok: true, value: {} });
    expect(links).toEqual([article]);
  });
});
