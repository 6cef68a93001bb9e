import type { ControlName, ControlResult } from '../../shared/control-api.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { Secret } from '../base/secret.ts';

/** What opens a vault. Whoever takes it wipes the secret. */
export interface Unlock {
  readonly kind: 'passphrase' | 'recovery';
  readonly secret: Secret;
}

export interface Following {
  /** Ends when the agent does. */
  readonly ended: Promise<void>;
}

/** The control door as a command sees it: a running agent's, or that of an agent composed for one command. */
export interface ControlPort {
  readonly isLocal: boolean;
  call<N extends ControlName>(name: N, params: object, unlock?: Unlock): Promise<ControlResult<N>>;
  /** Throws: AGENT_MISSING where there is no running agent to follow. */
  follow(query: object, onCall: (call: CallRecord) => void): Promise<Following>;
  close(): Promise<void>;
}

/** Gives the answers of an untyped door the types of the contract, which the door has held them to. */
export function typedPort(
  port: Omit<ControlPort, 'call'> & {
    ask(name: ControlName, params: object, unlock: Unlock | undefined): Promise<unknown>;
  },
): ControlPort {
  return {
    isLocal: port.isLocal,
    call: async <N extends ControlName>(name: N, params: object, unlock?: Unlock) =>
      (await port.ask(name, params, unlock)) as ControlResult<N>,
    follow: port.follow,
    close: port.close,
  };
}
