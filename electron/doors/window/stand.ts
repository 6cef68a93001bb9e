/** Where the window is put back: where it stood, if somebody can still see it there. */
import type { Bounds } from './settings.ts';

/** Of the title bar this much must be on a display, so that it can be dragged. */
const grip = { width: 120, height: 24 };

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/**
 * Takes: the work areas of the displays that are there now, the first display's first.
 * Gives: bounds whose title bar can be reached; undefined leaves the place to the system.
 */
export function placeOn(bounds: Bounds | undefined, areas: readonly Bounds[]): Bounds | undefined {
  const [first] = areas;
  if (bounds === undefined || first === undefined) return undefined;
  const home = areas.find((area) => isReachable(bounds, area));
  if (home !== undefined) return bounds;
  const width = Math.min(bounds.width, first.width);
  const height = Math.min(bounds.height, first.height);
  const middle = (from: number, all: number, own: number) => Math.round(from + (all - own) / 2);
  return { x: middle(first.x, first.width, width), y: middle(first.y, first.height, height), width, height };
}

const isReachable = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= grip.width &&
  bounds.y >= area.y &&
  bounds.y + grip.height <= area.y + area.height;
