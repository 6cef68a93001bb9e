import { type RefObject, useEffect, useRef } from 'react';
import type { ImportView } from '../shared/control-views.ts';

/** What a set-up needs more than once and nothing may draw: the file in base64, its password, the vault's passphrase. */
export interface Held {
  file?: string;
  password?: string;
  passphrase?: string;
}

/** What was read of the second factor; nothing of it is secret. */
export interface ReadFactor {
  readonly view: ImportView;
  /** From 1. */
  readonly account: number;
}

/** Holds secrets beside React, in memory alone, until the page that calls it goes. */
export function useHeld(): RefObject<Held> {
  const held = useRef<Held>({});
  useEffect(() => () => forget(held), []);
  return held;
}

export function forget(held: RefObject<Held>): void {
  held.current = {};
}

/** A file's bytes as the bridge takes them. */
export function toBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.readAsDataURL(file);
  });
}

/** What the imports take of what is held; undefined where there is no file. */
export function askOf({ file, password }: Held): { file: string; password?: string } | undefined {
  if (file === undefined || file === '') return undefined;
  return { file, ...(password === undefined || password === '' ? {} : { password }) };
}
