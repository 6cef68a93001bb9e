/** The practice exchange of the window: started when asked for, once, and again at a later start while its keys are here. */

import type { KeyInput } from '../../../shared/control-views.ts';
import type { Agent } from '../../agent/ports.ts';
import type { WindowSettings } from './settings.ts';

/** A running one, its keys ready to be added. */
export interface PracticeServing {
  readonly url: string;
  readonly keys: readonly PracticeKey[];
}
export type PracticeKey = Pick<
  KeyInput,
  'label' | 'title' | 'exchange' | 'apiKey' | 'secret' | 'twoFactor' | 'tier'
> & {
  readonly usedBy: readonly string[];
  readonly endpoint: string;
};

/** Takes: port = 0 for any free one. Whoever gives this closes what it started. */
export type StartPractice = (port: number) => Promise<PracticeServing>;

export interface PracticeDeps {
  readonly agent: Agent;
  readonly start: StartPractice;
  readonly settings: Pick<WindowSettings, 'practicePort' | 'keepPracticePort'>;
}

export class PracticeDesk {
  readonly #deps: PracticeDeps;
  #serving: Promise<PracticeServing> | undefined;

  constructor(deps: PracticeDeps) {
    this.#deps = deps;
  }

  /** Starts the exchange where it is not running, and adds those of its keys that the vault lacks. The passphrase was asked before. */
  async addKeys(): Promise<{ url: string; labels: string[] }> {
    const { keys } = this.#deps.agent;
    const { url, keys: offered } = await this.#serve();
    const known = new Set(keys.list().map(({ label }) => label));
    for (const { usedBy, ...key } of offered.filter(({ label }) => !known.has(label)))
      await keys.add({ ...key, usedBy: [...usedBy], confirmEndpoint: true });
    return { url, labels: offered.map(({ label }) => label) };
  }

  /** At the app's start: practice keys of an earlier one would else reach nobody. */
  async resume(): Promise<void> {
    const port = this.#deps.settings.practicePort;
    const { keys } = this.#deps.agent.status(undefined);
    if (port === undefined || !keys.some(({ label }) => label.startsWith('practice-'))) return;
    await this.#serve();
  }

  async #serve(): Promise<PracticeServing> {
    this.#serving ??= this.#start();
    try {
      return await this.#serving;
    } catch (fault) {
      this.#serving = undefined;
      throw fault;
    }
  }

  async #start(): Promise<PracticeServing> {
    const { start, settings } = this.#deps;
    // The keys know the exchange by its port, so an earlier one is taken again.
    const serving = await start(settings.practicePort ?? 0);
    settings.keepPracticePort(Number(new URL(serving.url).port));
    return serving;
  }
}
