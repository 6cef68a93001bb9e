/** Counts what was checked, and keeps what failed. */
export class Tally {
  readonly failures: string[] = [];
  passed = 0;

  /** Takes: claim = a sentence; found = what was there instead, for whoever has to mend it. */
  check(claim: string, holds: boolean, found: unknown = ''): void {
    if (holds) this.passed += 1;
    else this.failures.push(`${claim}${found === '' ? '' : `\n    found: ${shown(found)}`}`);
  }

  same(claim: string, found: unknown, wanted: unknown): void {
    this.check(claim, JSON.stringify(found) === JSON.stringify(wanted), { found, wanted });
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 600);
