import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOn } from '../../../../electron/doors/window/stand.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const stood = { x: 2400, y: 300, width: 1000, height: 700 };

it('a window goes back where it stood while its display is there', () => {
  expect(placeOn(stood, [left, right])).toEqual(stood);
  expect(placeOn({ ...stood, x: -800 }, [left])).toEqual({ ...stood, x: -800 });
});

it('a window whose display is gone comes to the middle of the first', () => {
  expect(placeOn(stood, [left])).toEqual({ x: 460, y: 170, width: 1000, height: 700 });
});

it('a window whose title bar is above or below every display comes back, too', () => {
  expect(placeOn({ ...stood, x: 100, y: -300 }, [left])).toMatchObject({ y: 170 });
  expect(placeOn({ ...stood, x: 100, y: 1030 }, [left])).toMatchObject({ y: 170 });
});

it('without bounds, and without a display, the system decides', () => {
  expect([placeOn(undefined, [left]), placeOn(stood, [])]).toEqual([undefined, undefined]);
});

it('wherever it stood, the title bar can be reached, and what is moved fits', () => {
  const whole = (min: number, max: number) => fc.integer({ min, max });
  const area = fc.record({
    x: whole(-4000, 4000),
    y: whole(-4000, 4000),
    width: whole(800, 4000),
    height: whole(600, 3000),
  });
  const bounds = fc.record({
    x: whole(-9000, 9000),
    y: whole(-9000, 9000),
    width: whole(900, 5000),
    height: whole(560, 4000),
  });
  fc.assert(
    fc.property(bounds, fc.array(area, { minLength: 1, maxLength: 3 }), (bounds, areas) => {
      const placed = placeOn(bounds, areas) ?? bounds;
      const isReached = areas.some(
        ({ x, y, width, height }) =>
          placed.x < x + width && placed.x + placed.width > x && placed.y >= y && placed.y < y + height,
      );
      expect(isReached).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
