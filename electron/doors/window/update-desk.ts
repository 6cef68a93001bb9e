import { AppError } from '../../../shared/errors.ts';
import type { UpdateView } from '../../../shared/window-views.ts';
import { type Clock, isoTime } from '../../base/clock.ts';
import { findUpdate, manifestName } from './update-feed.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Fetches, proves and starts a version. Told how far it is, in whole percent. Ends, with nothing kept, when `signal` aborts. */
export type Install = (version: string, told: (percent: number) => void, signal: AbortSignal) => Promise<void>;

export interface UpdateDeps {
  readonly version: string;
  /** Where updates are; undefined where this build has no such address, or is not a package. */
  readonly place: URL | undefined;
  readonly id: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly clock: Clock;
  /** May it look by itself, as the user's settings are now? */
  readonly looksByItself: () => boolean;
  /** Done when the user said yes. Absent where no signature would be checked. */
  readonly install?: Install | undefined;
  readonly openLink: (url: string) => Promise<void>;
  readonly changed: () => void;
}

/** Knows of updates. It looks once a day; nothing is fetched or installed before the user says so. */
export class UpdateDesk {
  readonly #deps: UpdateDeps;
  readonly #end = new AbortController();
  #wake = new AbortController();
  #lookedAt: number | null = null;
  #found: string | null = null;
  #fault: string | null = null;
  #percent = 0;
  #installing: AbortController | undefined;

  constructor(deps: UpdateDeps) {
    this.#deps = deps;
  }

  view(): UpdateView {
    return {
      version: this.#deps.version,
      isOn: this.#deps.place !== undefined,
      looksByItself: this.#deps.looksByItself(),
      lookedAt: this.#lookedAt === null ? null : isoTime(this.#lookedAt),
      found: this.#found,
      canInstall: this.#deps.install !== undefined,
      fetching: this.#installing === undefined ? null : { percent: this.#percent },
      fault: this.#fault,
    };
  }

  async watch(): Promise<void> {
    while (this.#deps.place !== undefined && !this.#end.signal.aborted) {
      this.#wake = new AbortController();
      if (this.#deps.looksByItself()) await this.look();
      await this.#deps.clock.sleep(dayMs, AbortSignal.any([this.#end.signal, this.#wake.signal]));
    }
  }

  /** The setting was changed: turned on, it looks at once. */
  settingChanged(): void {
    if (this.#deps.looksByItself()) this.#wake.abort();
    this.#deps.changed();
  }

  close(): void {
    this.#end.abort();
    this.cancel();
  }

  /** Never throws: what went wrong is in the view. */
  async look(): Promise<UpdateView> {
    const { place, platform, arch, version, id, clock } = this.#deps;
    if (place === undefined) return this.view();
    try {
      this.#found = await findUpdate({ place, name: manifestName(platform, arch), version, id });
      this.#fault = null;
      this.#lookedAt = clock.now();
    } catch (fault) {
      this.#fault = fault instanceof AppError ? fault.message : 'Looking for updates failed.';
    }
    this.#deps.changed();
    return this.view();
  }

  /** The user's yes: installs, or where no signature would be checked shows the page of downloads. */
  async accept(): Promise<UpdateView> {
    const { place, install, openLink } = this.#deps;
    if (place === undefined || this.#found === null) {
      throw new AppError('INPUT_INVALID', { detail: 'There is no new version.' });
    }
    if (this.#installing !== undefined) return this.view();
    this.#fault = null;
    try {
      await (install === undefined ? openLink(place.href) : this.#install(install, this.#found));
    } catch (fault) {
      const sentence = install === undefined ? noPage : notInstalled;
      this.#fault = fault instanceof AppError ? fault.message : sentence;
    }
    this.#deps.changed();
    return this.view();
  }

  cancel(): UpdateView {
    this.#installing?.abort();
    return this.view();
  }

  async #install(install: Install, version: string): Promise<void> {
    const ending = new AbortController();
    this.#installing = ending;
    this.#tell(0);
    try {
      await install(version, (percent) => this.#tell(percent), ending.signal);
    } catch (fault) {
      // Who stopped it knows why nothing came.
      if (!ending.signal.aborted) throw fault;
    } finally {
      this.#installing = undefined;
    }
  }

  #tell(percent: number): void {
    this.#percent = percent;
    this.#deps.changed();
  }
}

const noPage = 'The page of downloads could not be opened.';
const notInstalled = 'The new version could not be installed; this one goes on.';
