import type { PracticeServing, Run } from '../command.ts';
import { clean } from '../print.ts';

export const practice: Run = async ({ io, host, options, isJson }) => {
  const stopped = io.stopped();
  const serving = await host.practice(options.whole('port', 0, 65535) ?? 0);
  const { url, admin, keys } = serving;
  io.out(isJson ? `${JSON.stringify({ url, admin, keys })}\n` : guide(serving));
  await stopped;
  await serving.close();
  return 0;
};

function guide({ url, admin, keys }: PracticeServing): string {
  const [first] = keys;
  const width = Math.max(...keys.map(({ label }) => label.length));
  const list = keys.map(({ label, title }) => `  ${clean(label).padEnd(width)}  ${clean(title)}\n`).join('');
  return `The practice exchange speaks Kraken's language on ${url}. Ctrl-C ends it.

Its keys:
${list}
To try one, in another terminal:
  keybearer init                            once
  keybearer agent
  keybearer key add < key.json              with this key.json:

${JSON.stringify(first)}

  keybearer code ${first?.label ?? 'KEY'}

All keys as key.json: keybearer practice --json. To set its clock or let requests go wrong, POST to
  ${admin}/practice/clock   {"offsetMs": 90000}
  ${admin}/practice/faults  {"next": "drop-after", "count": 1}
`;
}
