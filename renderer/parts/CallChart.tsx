import { memo, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type CallRates, useCallRates } from '../call-rates.ts';
import { formatTime } from '../format.ts';
import { t } from '../strings.ts';

const height = 84;

/** Calls and errors per minute as bars, and the same numbers as a table for who can't see them. */
export const CallChart = memo(function CallChart() {
  const rates = useCallRates();
  if (rates === undefined || rates.all.calls === 0) return null;
  return (
    <figure className="relative mb-3 rounded-card border border-line bg-surface px-3 pt-2 pb-1">
      <figcaption className="flex items-center gap-4 text-small">
        <span className="flex-1 font-medium">{t('calls.chart')}</span>
        <Legend ink="fill-accent" words={`${t('calls.chartCalls')} ${rates.all.calls}`} />
        <Legend ink="fill-bad" words={`${t('calls.chartErrors')} ${rates.all.errors}`} />
      </figcaption>
      <Plot rates={rates} />
      <Numbers rates={rates} />
    </figure>
  );
});

function Legend({ ink, words }: { readonly ink: string; readonly words: string }) {
  return (
    <span className="flex items-center gap-1.5 text-muted">
      <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2">
        <rect width={8} height={8} rx={2} className={ink} />
      </svg>
      {words}
    </span>
  );
}

const dataOf = ({ buckets }: CallRates): uPlot.AlignedData => [
  buckets.map(({ at }) => Date.parse(at) / 1000),
  buckets.map(({ calls }) => calls),
  buckets.map(({ errors }) => errors),
];

function Plot({ rates }: { readonly rates: CallRates }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const drawn = new uPlot(optionsOf(element), [[], [], []], element);
    plot.current = drawn;
    const sizes = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    // The colours are of the theme, which a canvas does not follow by itself.
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const again = () => drawn.redraw(true);
    dark.addEventListener('change', again);
    return () => {
      dark.removeEventListener('change', again);
      sizes.disconnect();
      drawn.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(rates)), [rates]);
  return (
    <div aria-hidden="true" ref={place} className="w-full overflow-hidden">
      {/* Their computed colours are what the chart is drawn with. */}
      <i hidden data-ink="accent" className="text-accent" />
      <i hidden data-ink="bad" className="text-bad" />
      <i hidden data-ink="muted" className="text-muted" />
      <i hidden data-ink="line" className="text-line" />
    </div>
  );
}

/** Nothing in it moves, so that there is nothing to reduce where less motion is wished. */
function optionsOf(element: HTMLElement): uPlot.Options {
  const ink = (name: string) => () => {
    const found = element.querySelector(`[data-ink=${name}]`);
    return found === null ? 'gray' : getComputedStyle(found).color;
  };
  const bars = uPlot.paths.bars?.({ size: [0.7, 14] });
  const series = (name: string): uPlot.Series => ({
    ...{ fill: ink(name), stroke: ink(name), width: 0, points: { show: false } },
    ...(bars === undefined ? {} : { paths: bars }),
  });
  const axis = {
    stroke: ink('muted'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
  };
  return {
    ...{
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    },
    scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] } },
    series: [{}, series('accent'), series('bad')],
    axes: [
      {
        ...axis,
        size: 20,
        space: 70,
        grid: { show: false },
        values: (_, times) => times.map((sec) => formatTime(new Date(sec * 1000))),
      },
      {
        ...axis,
        ...{ size: 34, space: 22, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000] },
        grid: { stroke: ink('line'), width: 1 },
      },
    ],
  };
}

function Numbers({ rates: { buckets, all } }: { readonly rates: CallRates }) {
  const filled = buckets.filter(({ calls }) => calls > 0);
  return (
    <table className="sr-only">
      <caption>{t('calls.chartAll', { calls: all.calls, errors: all.errors, denied: all.denied })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('calls.chartMinute')}</th>
          <th scope="col">{t('calls.chartCalls')}</th>
          <th scope="col">{t('calls.chartErrors')}</th>
        </tr>
      </thead>
      <tbody>
        {filled.map(({ at, calls, errors }) => (
          <tr key={at}>
            <th scope="row">{formatTime(new Date(at))}</th>
            <td>{calls}</td>
            <td>{errors}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
