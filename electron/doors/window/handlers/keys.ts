import type { Desk, HandlersOf } from './shell.ts';
import { confirmed } from './with-passphrase.ts';

export function keyHandlers({ agent }: Desk): HandlersOf<'keys'> {
  const { keys } = agent;
  return {
    'keys.list': async () => keys.list(),
    'keys.show': async ({ key }) => keys.show(key),
    'keys.check': (draft) => keys.check(draft),
    'keys.add': ({ passphrase, ask }) => confirmed(agent, passphrase, async () => withWarnings(await keys.add(ask))),
    'keys.test': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.test(ask.key, ask.reuse)),
    'keys.rotate': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.rotate(ask.key, ask.input)),
    'keys.use': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.use(ask.key, ask.usedBy)),
    'keys.codes': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.setCodes(ask.key, ask.codes)),
    'keys.dead-man': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.setDeadMan(ask.key, ask.on)),
    'keys.remove': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.remove(ask.key)),
    'keys.code': ({ passphrase, ask }) => confirmed(agent, passphrase, () => keys.code(ask.key)),
  };
}

const withWarnings = <T extends { readonly warnings?: readonly string[] }>(added: T) => ({
  ...added,
  warnings: [...(added.warnings ?? [])],
});

/** Second factors out of pictures and files. */
export function importHandlers({ agent }: Desk): HandlersOf<'imports'> {
  const imports = () => agent.keys.imports;
  return {
    'imports.read': ({ passphrase, ask }) => confirmed(agent, passphrase, () => imports().read(ask)),
    'imports.code': ({ passphrase, ask }) => confirmed(agent, passphrase, () => imports().code(ask)),
    'imports.keep': ({ passphrase, ask }) => confirmed(agent, passphrase, () => imports().keep(ask)),
  };
}
