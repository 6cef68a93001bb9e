/** How far the set-up of each key has come, so that it goes on where it was left. No secret is in it. */
import { create } from 'zustand';

export interface ProtectPlace {
  readonly step: number;
  readonly kind: 'totp' | 'password';
}

interface ProtectPlaces {
  readonly places: Readonly<Record<string, ProtectPlace>>;
  set(key: string, place: ProtectPlace): void;
  forget(key: string): void;
}

export const startingPlace: ProtectPlace = { step: 0, kind: 'totp' };

export const useProtectPlaces = create<ProtectPlaces>((set) => ({
  places: {},
  set: (key, place) => set(({ places }) => ({ places: { ...places, [key]: place } })),
  forget: (key) => set(({ places }) => ({ places: { ...places, [key]: startingPlace } })),
}));
