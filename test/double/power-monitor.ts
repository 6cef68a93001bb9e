/**
 * powerMonitor: each line that a test adds to the file DOUBLE_POWER is an event, e.g. "suspend". As on a real Linux, the
 * screen's lock is no event there: "locked" and "unlocked" change what `getSystemIdleState` says.
 */
import { EventEmitter } from 'node:events';
import { readFileSync, watch, writeFileSync } from 'node:fs';

export class PowerMonitor extends EventEmitter {
  #isScreenLocked = false;
  #heard = 0;

  constructor() {
    super();
    const path = process.env['DOUBLE_POWER'];
    if (!path) return;
    writeFileSync(path, '');
    watch(path, () => this.#hear(path)).unref();
  }

  getSystemIdleState = (): 'active' | 'locked' => (this.#isScreenLocked ? 'locked' : 'active');
  getSystemIdleTime = (): number => 0;

  #hear(path: string): void {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(this.#heard)) {
      if (line === 'locked' || line === 'unlocked') this.#isScreenLocked = line === 'locked';
      else this.emit(line);
    }
    this.#heard = lines.length;
  }
}

export const powerMonitor = new PowerMonitor();
