/** Where the user is, kept in the address's hash so that back and forward work. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly page: 'keys' }
  | { readonly page: 'key'; readonly id: string }
  | { readonly page: 'add-key' }
  | { readonly page: 'calls' }
  | { readonly page: 'settings' };

export const hrefOf = (route: Route): string => (route.page === 'key' ? `#/keys/${route.id}` : paths[route.page]);

export function go(route: Route): void {
  window.location.hash = hrefOf(route);
}

export function useRoute(): Route {
  return read(useSyncExternalStore(subscribe, () => window.location.hash));
}

const paths = { keys: '#/keys', 'add-key': '#/add-key', calls: '#/calls', settings: '#/settings' } as const;

const pages = ['add-key', 'calls', 'settings'] as const;

function read(hash: string): Route {
  const id = /^#\/keys\/(key_[a-z2-7]+)$/.exec(hash)?.[1];
  if (id !== undefined) return { page: 'key', id };
  const page = pages.find((name) => paths[name] === hash);
  return page === undefined ? { page: 'keys' } : { page };
}

function subscribe(read: () => void): () => void {
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}
