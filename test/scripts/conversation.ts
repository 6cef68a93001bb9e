/** Reads and plays a conversation between bots, the agent, its user and the exchange. The format stands in README.md. */
import { Secret } from '../../electron/base/secret.ts';
import { LogQuery } from '../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../fakes/world.ts';

export interface Line {
  readonly at: number;
  readonly who: string;
  readonly sign: '>' | '<' | '=';
  readonly words: string;
}

/** Throws: Error with the number of a line that is none. */
export function readScript(text: string): Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, who, sign, words] = /^(.+?)\s+([<>=]) (.+)$/.exec(line) ?? [];
    if (who === undefined || words === undefined || !(sign === '>' || sign === '<' || sign === '='))
      throw new Error(`line ${index + 1} is no line of a conversation: ${line}`);
    return [{ at: index + 1, who, sign, words: words.trim() }];
  });
}

/** What a line expects, and what came. */
export interface Checked {
  readonly line: Line;
  readonly expected: string;
  readonly got: string;
}

/** Plays a script in a world of its own. Gives: every expectation with what came. */
export async function play(script: readonly Line[]): Promise<Checked[]> {
  await using world = await openWorld();
  const stage = new Stage(world);
  const checked: Checked[] = [];
  for (const line of script) {
    if (line.sign === '>') await stage.act(line);
    else checked.push({ line, expected: line.words, got: line.who === 'log' ? stage.log() : stage.answer });
  }
  return checked;
}

class Stage {
  answer = 'nothing yet';
  readonly #world: World;
  readonly #bots = new Map<string, BotClient>();
  /** The id of the last order that was placed, for `$ORDER`. */
  #order = '';

  constructor(world: World) {
    this.#world = world;
  }

  async act({ at, who, words }: Line): Promise<void> {
    const [verb = '', ...rest] = words.split(' ');
    if (who === 'user') return this.#user(verb, rest);
    if (who === 'exchange') return this.#exchange(verb, rest);
    const bot = this.#bots.get(who.replace(/^bot /, ''));
    if (bot === undefined || verb !== 'call') throw new Error(`line ${at}: ${who} can't ${verb}`);
    await this.#call(bot, rest);
  }

  /** `grid-1 kraken-main createOrder denied VAULT_SEALED`, of the newest call; without a code where there is none. */
  log(): string {
    const [call] = this.#world.agent.log(LogQuery.parse({ limit: 1 }));
    if (call === undefined) return 'nothing';
    return [call.bot, call.key, call.method, call.status, call.code].filter((word) => word !== null).join(' ');
  }

  async #call(bot: BotClient, [key = '', method = '', ...args]: readonly string[]): Promise<void> {
    const text = args.join(' ').replaceAll('$ORDER', this.#order);
    const { answer } = await bot.call(key, method, JSON.parse(text || '[]'));
    const result: unknown = answer['result'];
    if (method.startsWith('createOrder') && typeof result === 'object' && result !== null)
      this.#order = String(Reflect.get(result, 'id'));
    this.answer = 'result' in answer ? 'ok' : `error ${answer['code']}`;
  }

  async #user(verb: string, rest: readonly string[]): Promise<void> {
    const { agent } = this.#world;
    const [name = ''] = rest;
    const json = rest.slice(1).join(' ') || '{}';
    const acts: Readonly<Record<string, () => Promise<unknown>>> = {
      seal: () => agent.seal(),
      unseal: () => agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) }),
      pause: () => agent.botAdmin.pause(name),
      resume: () => agent.botAdmin.resume(name),
      revoke: () => agent.botAdmin.revoke(name),
      restart: () => this.#world.restart(),
      'add-key': () => this.#world.addKey(name, JSON.parse(json)),
      'add-bot': async () => {
        this.#bots.set(name, await this.#world.addBot({ name, grants: [JSON.parse(json)] }));
      },
    };
    const act = acts[verb];
    if (act === undefined) throw new Error(`a user can't ${verb}`);
    await act();
  }

  async #exchange(verb: string, [value = '1']: readonly string[]): Promise<void> {
    if (verb === 'clock') await this.#world.control('clock', { offsetMs: Number(value) });
    else await this.#world.control('faults', { next: verb, count: Number(value) });
  }
}
