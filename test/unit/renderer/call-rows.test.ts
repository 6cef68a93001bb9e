import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowAfter, rowHeight, scrollTo, shownRows } from '../../../renderer/call-rows.ts';

const views = fc.record({ top: fc.nat(4_000_000), height: fc.integer({ min: 40, max: 3000 }) });

it('every row in sight is drawn, and never more than a few screens of them', () => {
  fc.assert(
    fc.property(views, fc.nat(100_000), ({ top, height }, count) => {
      const most = Math.max(0, count * rowHeight - height);
      const view = { top: Math.min(top, most), height };
      const { first, last } = shownRows(view, count);
      expect(first).toBeLessThanOrEqual(Math.floor(view.top / rowHeight));
      expect(last).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((view.top + height) / rowHeight)));
      expect(last - first).toBeLessThanOrEqual(height / rowHeight + 80);
    }),
  );
});

it('the list is as high as if all of its rows were drawn', () => {
  fc.assert(
    fc.property(views, fc.nat(100_000), (view, count) => {
      const { first, last, before, after } = shownRows(view, count);
      expect(before + (last - first) * rowHeight + after).toBe(count * rowHeight);
      expect(Math.min(first, last, before, after)).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('scrolling by a row mostly draws nothing anew', () => {
  const drawn = Array.from({ length: 160 }, (_, row) => shownRows({ top: row * rowHeight, height: 600 }, 1000).first);
  expect(new Set(drawn).size).toBeLessThanOrEqual(10);
});

it('J and K go a row on and back, and stop at the ends', () => {
  expect(rowAfter('j', -1, 3, 10)).toBe(0);
  expect(rowAfter('j', 2, 3, 10)).toBe(2);
  expect(rowAfter('k', 0, 3, 10)).toBe(0);
  expect(rowAfter('PageDown', 1, 100, 10)).toBe(11);
  expect(rowAfter('End', 1, 100, 10)).toBe(99);
  expect(rowAfter('j', -1, 0, 10)).toBeUndefined();
  for (const key of ['x', 'toString', 'Enter']) expect(rowAfter(key, 1, 3, 10)).toBeUndefined();
});

it('a row that a key leads to is whole in sight, below the head', () => {
  fc.assert(
    fc.property(views, fc.nat(50_000), (view, row) => {
      fc.pre(view.height >= 3 * rowHeight);
      const top = scrollTo(row, view) ?? view.top;
      expect(row * rowHeight).toBeGreaterThanOrEqual(top);
      expect((row + 2) * rowHeight).toBeLessThanOrEqual(top + view.height);
    }),
  );
});
