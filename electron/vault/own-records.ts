/** The records that the vault keeps for itself: what a rotation must not lose before somebody has taken it over. */
import type { SealedRecord, SealedVault } from './envelope.ts';

/** 32 bytes: the new recovery key, until its owner has confirmed it. */
export const recoveryKeyId = 'rotation.recovery-key';
/** 32 bytes: the former subkey `state`, until state.sqlite has been taken over. */
export const stateKeyId = 'rotation.state-key';
export const ownType = 'rotation';
/** The newest schema of our own records. */
export const ownSchema = 1;

/** Is it ours alone to change? */
export const isOwn = ({ id, type }: { readonly id: string; readonly type?: string }): boolean =>
  type === ownType || id === recoveryKeyId || id === stateKeyId;

export const recordOf = (sealed: SealedVault, id: string): SealedRecord | undefined =>
  sealed.records.find((record) => record.id === id);
