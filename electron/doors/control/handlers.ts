/** What each request of the terminal does. The contract says which need the passphrase; nothing else decides that. */
import type { z } from 'zod';
import { type ControlName, type ControlRequest, controlApi } from '../../../shared/control-api.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Agent, DoorPlaces, Unlock } from '../../agent/ports.ts';
import { Secret } from '../../base/secret.ts';
import { readParams } from './read-params.ts';

export interface Ask {
  readonly call: string;
  readonly params: unknown;
  /** Wiped when the answer is there. */
  readonly unlock: Unlock | undefined;
}

interface Context {
  readonly agent: Agent;
  /** Undefined where this agent serves nobody. */
  readonly doors: DoorPlaces | undefined;
  readonly unlock: Unlock | undefined;
}

type Work = (context: Context) => unknown;

/** Params are read before anything is done: who typed them wrong is not asked for a passphrase. */
const work =
  <P extends z.ZodType>(params: P, run: (context: Context, params: z.output<P>) => unknown) =>
  (raw: unknown): Work => {
    const read = readParams(params, raw);
    return (context) => run(context, read);
  };

const handlers: Readonly<Record<ControlName, (raw: unknown) => Work>> = {
  status: work(controlApi.status.params, ({ agent, doors }) => agent.status(doors)),
  seal: work(controlApi.seal.params, ({ agent }) => agent.seal()),
  unseal: work(controlApi.unseal.params, ({ agent, unlock }) => agent.unseal(given(unlock))),
  'key.add': work(controlApi['key.add'].params, ({ agent }, input) => agent.keys.add(input)),
  'key.list': work(controlApi['key.list'].params, ({ agent }) => agent.keys.list()),
  'key.show': work(controlApi['key.show'].params, ({ agent }, { key }) => agent.keys.show(key)),
  'key.test': work(controlApi['key.test'].params, ({ agent }, { key, reuse }) => agent.keys.test(key, reuse)),
  'key.rotate': work(controlApi['key.rotate'].params, ({ agent }, { key, input }) => agent.keys.rotate(key, input)),
  'key.codes': work(controlApi['key.codes'].params, ({ agent }, { key, codes }) => agent.keys.setCodes(key, codes)),
  'import.read': work(controlApi['import.read'].params, ({ agent }, file) => agent.keys.imports.read(file)),
  'import.code': work(controlApi['import.code'].params, ({ agent }, choice) => agent.keys.imports.code(choice)),
  'import.keep': work(controlApi['import.keep'].params, ({ agent }, choice) => agent.keys.imports.keep(choice)),
  'key.dead-man': work(controlApi['key.dead-man'].params, ({ agent }, { key, on }) => agent.keys.setDeadMan(key, on)),
  'key.use': work(controlApi['key.use'].params, ({ agent }, { key, usedBy }) => agent.keys.use(key, usedBy)),
  'key.remove': work(controlApi['key.remove'].params, ({ agent }, { key }) => agent.keys.remove(key)),
  panic: work(controlApi.panic.params, ({ agent }, wish) => agent.panic(wish)),
  'approval.list': work(controlApi['approval.list'].params, ({ agent }) => agent.botAdmin.approvals.list()),
  'approval.approve': work(controlApi['approval.approve'].params, ({ agent }, answer) =>
    agent.botAdmin.approvals.approve(answer.id, answer.for),
  ),
  'approval.deny': work(controlApi['approval.deny'].params, ({ agent }, { id }) => agent.botAdmin.approvals.deny(id)),
  'pair.show': work(controlApi['pair.show'].params, ({ agent }, { code }) => agent.botAdmin.pairs.show(code)),
  'pair.approve': work(controlApi['pair.approve'].params, ({ agent }, { code, grants }) =>
    agent.botAdmin.pairs.approve(code, grants),
  ),
  'passphrase.change': work(controlApi['passphrase.change'].params, ({ agent, unlock }, { passphrase }) =>
    withSecret(passphrase, (secret) => agent.vaultAdmin.changePassphrase(given(unlock), secret)),
  ),
  'vault.backup': work(controlApi['vault.backup'].params, ({ agent, unlock }, { path, passphrase }) =>
    withSecret(passphrase, (secret) => agent.vaultAdmin.backup(given(unlock), path, secret)),
  ),
  'vault.rotate': work(controlApi['vault.rotate'].params, ({ agent, unlock }) =>
    agent.vaultAdmin.rotate(given(unlock)),
  ),
  'vault.recovery-kept': work(controlApi['vault.recovery-kept'].params, async ({ agent }) => {
    await agent.vaultAdmin.recoveryKept();
    return {};
  }),
  'config.get': work(controlApi['config.get'].params, ({ agent }) => agent.settings.all()),
  'config.set': work(controlApi['config.set'].params, ({ agent }, { name, value }) => agent.settings.set(name, value)),
  'bot.rotate-token': work(controlApi['bot.rotate-token'].params, ({ agent }, { bot }) =>
    agent.botAdmin.rotateToken(bot),
  ),
  'bot.add': work(controlApi['bot.add'].params, ({ agent }, input) => agent.botAdmin.add(input)),
  'bot.list': work(controlApi['bot.list'].params, ({ agent }) => agent.botAdmin.list()),
  'bot.show': work(controlApi['bot.show'].params, ({ agent }, { bot }) => agent.botAdmin.show(bot)),
  'bot.setup': work(controlApi['bot.setup'].params, ({ agent, doors }, query) =>
    agent.botAdmin.setup(query, doors?.http ?? null),
  ),
  'bot.grant': work(controlApi['bot.grant'].params, ({ agent }, { bot, ...change }) =>
    agent.botAdmin.grant(bot, change),
  ),
  'bot.pause': work(controlApi['bot.pause'].params, ({ agent }, { bot }) => agent.botAdmin.pause(bot)),
  'bot.resume': work(controlApi['bot.resume'].params, ({ agent }, { bot }) => agent.botAdmin.resume(bot)),
  'bot.revoke': work(controlApi['bot.revoke'].params, ({ agent }, { bot }) => agent.botAdmin.revoke(bot)),
  'code.show': work(controlApi['code.show'].params, ({ agent }, { key }) => agent.keys.code(key)),
  explain: work(controlApi.explain.params, ({ agent }, { error, key }) => agent.explain(error, key)),
  'log.query': work(controlApi['log.query'].params, ({ agent }, query) => agent.callLog.find(query)),
  'log.head': work(controlApi['log.head'].params, ({ agent }) => agent.callLog.head()),
  'log.verify': work(controlApi['log.verify'].params, ({ agent, unlock }, step) =>
    agent.callLog.verifyStep(step, unlock),
  ),
  'log.stats': work(controlApi['log.stats'].params, ({ agent }, query) => agent.callLog.stats(query)),
  'log.export': work(controlApi['log.export'].params, ({ agent }, query) => agent.callLog.exportStep(query)),
  'log.bundle': work(controlApi['log.bundle'].params, ({ agent }) => agent.callLog.bundle()),
  'log.accept': work(controlApi['log.accept'].params, ({ agent }) => agent.vaultAdmin.acceptLog()),
  // The connection does the following; here the query is only checked.
  'log.follow': work(controlApi['log.follow'].params, () => ({})),
};

/**
 * Answers one request of the terminal.
 * Throws: INPUT_INVALID, VAULT_MISSING, VAULT_SEALED, PASSPHRASE_NEEDED, PASSPHRASE_WRONG and what the agent throws.
 */
export function handle(agent: Agent, doors: DoorPlaces | undefined, request: ControlRequest): Promise<unknown> {
  const { call, params, passphrase, recovery } = request;
  const kind = recovery === true ? 'recovery' : 'passphrase';
  const unlock = passphrase === undefined ? undefined : ({ kind, secret: Secret.ofText(passphrase) } as const);
  return answer(agent, doors, { call, params, unlock });
}

/**
 * Answers what is asked, with the passphrase as a secret already.
 * Takes: `isUnlocked` where the caller has just opened the vault with this very passphrase.
 */
export async function answer(
  agent: Agent,
  doors: DoorPlaces | undefined,
  ask: Ask,
  isUnlocked = false,
): Promise<unknown> {
  const { unlock } = ask;
  try {
    const name = nameOf(ask.call);
    const run = handlers[name](ask.params);
    const row = controlApi[name];
    if (!row.sealed) needOpen(agent);
    if (row.passphrase === 'widens' && !isUnlocked) await agent.confirm(given(unlock));
    return asPromised(name, await run({ agent, doors, unlock }));
  } finally {
    unlock?.secret.wipe();
  }
}

/** Throws: INPUT_INVALID where the call or its params are none of the contract's. */
export function checkAsk(call: string, params: unknown): ControlName {
  const name = nameOf(call);
  handlers[name](params);
  return name;
}

const isControlName = (call: string): call is ControlName => Object.hasOwn(controlApi, call);

function nameOf(call: string): ControlName {
  if (isControlName(call)) return call;
  throw new AppError('INPUT_INVALID', {
    detail: 'The control door knows no such call. Are agent and terminal of the same version?',
  });
}

function needOpen(agent: Agent): void {
  const vault = agent.bots.vault();
  if (vault === 'missing') throw new AppError('VAULT_MISSING');
  if (vault === 'sealed') throw new AppError('VAULT_SEALED');
}

async function withSecret<T>(text: string, use: (secret: Secret) => Promise<T>): Promise<T> {
  const secret = Secret.ofText(text);
  try {
    return await use(secret);
  } finally {
    secret.wipe();
  }
}

function given(unlock: Unlock | undefined): Unlock {
  if (unlock === undefined) throw new AppError('PASSPHRASE_NEEDED');
  return unlock;
}

/** What the contract doesn't promise doesn't leave: the schema drops it. */
function asPromised(name: ControlName, value: unknown): unknown {
  const read = controlApi[name].result.safeParse(value);
  if (read.success) return read.data;
  throw new AppError('INTERNAL', {
    detail: `The answer to ${name} broke its own contract.`,
    sent: 'no',
    cause: read.error,
  });
}
