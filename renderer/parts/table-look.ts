/** The look that the tables share. */
export const tableFrame = 'overflow-auto rounded-card border border-line bg-surface';
export const table = 'w-full border-collapse text-start';
export const column =
  'sticky top-0 z-10 border-b border-line bg-surface px-4 py-2 max-lg:px-3 text-start text-small font-medium whitespace-nowrap text-muted outline-none';
export const row =
  'cursor-default border-b border-line outline-none last:border-0 data-hovered:bg-hover data-focus-visible:bg-accent-soft data-selected:bg-accent-soft';
export const cell = 'px-4 py-2 align-middle outline-none max-lg:px-3';

/** The same in a list of which only the rows in sight are drawn: each stands alone in its place, so that none is the last. */
export const virtualColumn =
  'flex h-full items-center border-b border-line bg-surface px-4 text-small font-medium text-muted outline-none max-lg:px-3';
export const virtualRow =
  'h-full cursor-default border-b border-line outline-none data-hovered:bg-hover data-focus-visible:bg-accent-soft';
export const virtualCell = 'flex h-full min-w-0 flex-col justify-center px-4 outline-none max-lg:px-3';
