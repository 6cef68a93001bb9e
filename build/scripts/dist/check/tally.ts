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

  /** Of two lists it names what differs alone. */
  sameList(what: string, found: readonly string[], wanted: readonly string[]): void {
    const [has, wants] = [new Set(found), new Set(wanted)];
    const unknown = found.filter((name) => !wants.has(name));
    const lacking = wanted.filter((name) => !has.has(name));
    this.check(`${what} holds nothing unknown`, unknown.length === 0, unknown);
    this.check(`${what} lacks nothing`, lacking.length === 0, lacking);
  }

  /** Looks into one thing. What is too broken to be read has failed, too. */
  async part(what: string, look: () => void | Promise<void>): Promise<void> {
    try {
      await look();
    } catch (fault) {
      this.check(`${what} can be read`, false, fault instanceof Error ? fault.message : fault);
    }
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 600);
