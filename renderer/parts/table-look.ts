/** The look that the tables share. */
export const tableFrame = 'overflow-auto rounded-card border border-line bg-surface';
export const table = 'w-full border-collapse text-start';
export const column =
  'sticky top-0 z-10 border-b border-line bg-surface px-4 py-2 max-lg:px-3 text-start text-small font-medium whitespace-nowrap text-muted outline-none';
export const row =
  'cursor-default border-b border-line outline-none last:border-0 data-hovered:bg-hover data-focus-visible:bg-accent-soft data-selected:bg-accent-soft';
export const cell = 'px-4 py-2 align-middle outline-none max-lg:px-3';
