/** One call in full, and its order tried again. */

import { AppError } from '../../shared/errors.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { NoDryRun } from '../../shared/window-views.ts';
import { exportedCall } from '../calllog/export/call.ts';
import type { CallEntry } from '../calllog/record.ts';
import type { CallLog } from '../calllog/store.ts';
import type { CallDeps } from './call.ts';
import type { CallDetails } from './call-details-port.ts';
import { type DryRunDeps, dryRun, orderOf } from './dry-run.ts';
import type { Opened } from './opened.ts';

export interface CallDetailsDeps {
  /** Throws: VAULT_MISSING. */
  readonly log: () => CallLog;
  /** Throws: VAULT_SEALED. */
  readonly calls: () => CallDeps;
  readonly opened: () => Opened;
}

export function makeCallDetails({ log, calls, opened }: CallDetailsDeps): CallDetails {
  const find = async (id: string) => {
    const { call, entries } = await read(log(), id);
    return { call, entries, found: orderOf(call, entries) };
  };
  return {
    async show(id) {
      const { call, entries, found } = await find(id);
      const { request, requests } = exportedCall(call, entries);
      return {
        ...{ call, request, noDryRun: found.kind === 'none' ? found.why : missing(opened, found.keyId) },
        requests: requests.map(({ n, request: sent, response }) => ({ n, request: sent, response })),
      };
    },
    async dryRun(id) {
      const { call, found } = await find(id);
      if (found.kind === 'none') throw new AppError('INPUT_INVALID', { detail: noDryRunWords[found.why], sent: 'no' });
      const deps: DryRunDeps = { ...calls(), key: opened().inventory.key(found.keyId) };
      return dryRun(deps, call, found.order);
    },
  };
}

async function read(
  log: CallLog,
  id: string,
): Promise<{ readonly call: CallRecord; readonly entries: readonly CallEntry[] }> {
  const entries = await log.entriesOf(id);
  const call = log.get(id);
  if (call === undefined) throw new AppError('INPUT_INVALID', { detail: 'The log has no such call.', sent: 'no' });
  return { call, entries };
}

function missing(opened: () => Opened, keyId: string): NoDryRun | null {
  try {
    return opened().inventory.findKey(keyId) === undefined ? 'key-gone' : null;
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'VAULT_SEALED') return 'key-gone';
    throw fault;
  }
}

const noDryRunWords: Readonly<Record<NoDryRun, string>> = {
  exchange: 'Only Kraken can check an order without placing it.',
  'no-order': 'This call sent no new order.',
  several: 'This call sent several orders.',
  incomplete: 'The log does not hold everything that this order was made of.',
  'key-gone': 'The key of this call is no longer here.',
};
