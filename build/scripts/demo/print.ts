const isPlain = !process.stdout.isTTY || process.env['NO_COLOR'] !== undefined;
const paint = (code: string, text: string): string => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`);
let steps = 0;

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const title = (text: string): void => say(`\n${paint('1', text)}`);

export const step = (text: string): void => {
  steps += 1;
  say(
    `\n${paint('36', `${String(steps).padStart(2)}`)} ${paint('1', wrap(/[.?]$/.test(text) ? text : `${text}.`, 3))}`,
  );
};

export const note = (text: string): void => say(`   ${text}`);

export const block = (text: string): void => say(text.trimEnd().replace(/^/gm, '   '));

export const verdict = (label: string, id: string, reason: string): void => {
  note(`${label.padEnd(18)} ${paint('33', id)}`);
  note(`${' '.repeat(19)}${wrap(reason, 22)}`);
};

function wrap(text: string, indent: number): string {
  const width = Math.max(40, Math.min(process.stdout.columns ?? 100, 100) - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
