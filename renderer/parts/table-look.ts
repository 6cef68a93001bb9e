/** The look that the tables share. */
export const tableFrame = 'overflow-auto rounded-card border border-line bg-surface';
export const table = 'w-full border-collapse text-start';
/** Inside, since rows touch one another. The ground alone is too close to that of a row under the pointer. */
const ring =
  'outline-none data-focus-visible:-outline-offset-2 data-focus-visible:outline-2 data-focus-visible:outline-accent data-focus-visible:outline-solid';
const ground = 'cursor-default border-b border-line data-hovered:bg-hover data-focus-visible:bg-accent-soft';
export const column =
  'sticky top-0 z-10 border-b border-line bg-surface px-4 py-2 max-lg:px-3 text-start text-small font-medium whitespace-nowrap text-muted outline-none';
export const row = `${ground} ${ring} last:border-0 data-selected:bg-accent-soft`;
export const cell = `px-4 py-2 align-middle max-lg:px-3 ${ring}`;

/** The same in a list of which only the rows in sight are drawn: each stands alone in its place, so that none is the last. */
export const virtualColumn =
  'flex h-full items-center border-b border-line bg-surface px-4 text-small font-medium text-muted outline-none max-lg:px-3';
export const virtualRow = `h-full ${ground} ${ring}`;
export const virtualCell = `flex h-full min-w-0 flex-col justify-center px-4 max-lg:px-3 ${ring}`;
