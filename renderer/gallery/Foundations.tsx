import { Shelf } from './Shelf.tsx';

const colours = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['sunken', 'bg-sunken'],
  ['hover', 'bg-hover'],
  ['line', 'bg-line'],
  ['line-strong', 'bg-line-strong'],
  ['text', 'bg-text'],
  ['muted', 'bg-muted'],
  ['accent', 'bg-accent'],
  ['accent-soft', 'bg-accent-soft'],
  ['good', 'bg-good'],
  ['good-soft', 'bg-good-soft'],
  ['warn', 'bg-warn'],
  ['warn-soft', 'bg-warn-soft'],
  ['bad', 'bg-bad'],
  ['bad-soft', 'bg-bad-soft'],
] as const;
const sizes = [
  ['title', 'text-title font-semibold'],
  ['lead', 'text-lead font-semibold'],
  ['body', 'text-body'],
  ['small', 'text-small text-muted'],
  ['mono', 'font-mono text-small'],
] as const;
const spaces = [
  ['4', 'w-1'],
  ['8', 'w-2'],
  ['12', 'w-3'],
  ['16', 'w-4'],
  ['20', 'w-5'],
  ['24', 'w-6'],
  ['32', 'w-8'],
] as const;

/** Colours, type and spaces, as `styles/theme.css` names them. */
export function Foundations() {
  return (
    <>
      <Shelf title="Colours">
        {colours.map(([name, look]) => (
          <figure key={name} className="w-24 space-y-1">
            <div className={`h-10 rounded-field border border-line ${look}`} />
            <figcaption className="text-small text-muted">{name}</figcaption>
          </figure>
        ))}
      </Shelf>
      <Shelf title="Type">
        {sizes.map(([name, look]) => (
          <p key={name} className={`w-full ${look}`}>
            {name}: 1,234.56 BTC/USD at 12:04:31, three calls a minute
          </p>
        ))}
      </Shelf>
      <Shelf title="Spaces">
        {spaces.map(([name, look]) => (
          <figure key={name} className="space-y-1">
            <div className={`h-6 bg-accent ${look}`} />
            <figcaption className="text-small text-muted">{name}</figcaption>
          </figure>
        ))}
      </Shelf>
    </>
  );
}
