/** `protocol.handle`, and how its addresses look to Chromium, which lets no driver make a scheme of its own. */
import { Buffer } from 'node:buffer';
import type { Cdp } from './cdp.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged: (): void => undefined,
  handle: (scheme: string, handler: Handler): unknown => handlers.set(scheme, handler),
};

/** app://keybearer/x <-> https://keybearer.app.test/x, which no name server knows. */
export const toChromium = (url: string): string =>
  url.replace(/^([a-z]+):\/\/([a-z0-9-]+)/, (all, scheme, host) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.test` : all,
  );
export const fromChromium = (url: string): string => url.replace(/^https:\/\/([a-z0-9-]+)\.([a-z]+)\.test/, '$2://$1');

interface Paused {
  readonly requestId: string;
  readonly resourceType: string;
  readonly frameId: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> };
}

/** Answers a page's requests from the handlers and lets nothing out to the network. `mayLoad` is asked for documents. */
export async function intercept(
  cdp: Cdp,
  session: string,
  mayLoad: (url: string, frameId: string) => boolean,
): Promise<void> {
  cdp.on('Fetch.requestPaused', session, (paused: Paused) => {
    // A page that closed meanwhile takes no answer, and needs none.
    answer(cdp, session, paused, mayLoad).catch(() => undefined);
  });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, session);
}

async function answer(
  cdp: Cdp,
  session: string,
  paused: Paused,
  mayLoad: (url: string, frameId: string) => boolean,
): Promise<void> {
  const { requestId, request } = paused;
  const url = fromChromium(request.url);
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  const isAllowed = paused.resourceType !== 'Document' || mayLoad(url, paused.frameId);
  if (handler === undefined || !isAllowed) {
    await cdp.send(
      'Fetch.failRequest',
      { requestId, errorReason: isAllowed ? 'AddressUnreachable' : 'Aborted' },
      session,
    );
    return;
  }
  const response = await handler(new Request(url, { method: request.method }));
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
  await cdp.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body }, session);
}
