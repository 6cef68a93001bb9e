/** The practice exchange in a process of its own, with more keys than `keybearer practice` shows. */
import { startPractice } from '../../electron/practice/server.ts';

const { url, keys } = await startPractice({ port: 0, now: Date.now, extraKeys: 64 });
process.stdout.write(`${JSON.stringify({ url, keys })}\n`);
process.once('SIGTERM', () => process.exit(0));
