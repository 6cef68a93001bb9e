/** What of electron-updater's HTTP client is changed. */
export interface Fetching {
  createRequest(options: Wanted, callback: (response: never) => void): unknown;
  addRedirectHandlers(request: Redirecting, options: unknown, reject: (fault: Error) => void, ...rest: unknown[]): void;
}
interface Wanted {
  readonly protocol?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}
interface Redirecting {
  on(event: 'redirect', listener: () => void): unknown;
  abort(): void;
}

/** Holds an HTTP client of electron-updater, which would follow ten redirects anywhere, to the feed's origin. */
export function stayWithin(client: Fetching, place: URL): void {
  const create = client.createRequest.bind(client);
  client.createRequest = (options, callback) => {
    const port = options.port == null || options.port === '' ? '' : `:${options.port}`;
    const origin = `${options.protocol ?? 'https:'}//${options.hostname}${port}`;
    if (!URL.canParse(origin) || new URL(origin).origin !== place.origin) throw elsewhere();
    return create(options, callback);
  };
  client.addRedirectHandlers = (request, _options, reject) => {
    request.on('redirect', () => {
      request.abort();
      reject(elsewhere());
    });
  };
}

const elsewhere = (): Error => new Error('An update is fetched from the address of updates only.');
