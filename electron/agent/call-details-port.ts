/** What the doors see of one call. Apart from what makes it, which leans on the calls that `ports.ts` describes. */
import type { CallShownView, DryRunView } from '../../shared/window-views.ts';

export interface CallDetails {
  /** The record, with what was sent and came back, redacted. Throws: INPUT_INVALID where there is no such call. */
  show(id: string): Promise<CallShownView>;
  /**
   * Asks the exchange whether it finds a fault with the call's order now, and places nothing: a call of the owner's own, in the log.
   * Throws: INPUT_INVALID where the log does not hold the whole order; VAULT_SEALED, RECORD_FAILED.
   */
  dryRun(id: string): Promise<DryRunView>;
}
