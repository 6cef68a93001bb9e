/** What the generated pages share. */

/** Stands at the top of a generated page. */
export const madeFrom = (source: string): string =>
  `<!-- Made by "npm run build:docs" from ${source}. Don't change it here. -->\n`;

/** A text in a cell of a table, where a bar would end it and a bracket would begin a tag. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

export const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
