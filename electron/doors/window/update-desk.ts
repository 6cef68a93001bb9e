import { AppError } from '../../../shared/errors.ts';
import type { UpdateView } from '../../../shared/window-views.ts';
import { type Clock, isoTime } from '../../base/clock.ts';
import { findUpdate, manifestName } from './update-feed.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface UpdateDeps {
  readonly version: string;
  /** Where updates are; undefined where this build has no such address, or is not a package. */
  readonly place: URL | undefined;
  readonly id: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly clock: Clock;
  /** Fetches, proves and starts the version that the user said yes to. Absent where no signature would be checked. */
  readonly install?: ((version: string) => Promise<void>) | undefined;
  readonly openLink: (url: string) => Promise<void>;
  readonly changed: () => void;
}

/** Knows of updates. It looks once a day; nothing is fetched or installed before the user says so. */
export class UpdateDesk {
  readonly #deps: UpdateDeps;
  readonly #end = new AbortController();
  #lookedAt: number | null = null;
  #found: string | null = null;
  #fault: string | null = null;
  #isInstalling = false;

  constructor(deps: UpdateDeps) {
    this.#deps = deps;
  }

  view(): UpdateView {
    return {
      version: this.#deps.version,
      isOn: this.#deps.place !== undefined,
      lookedAt: this.#lookedAt === null ? null : isoTime(this.#lookedAt),
      found: this.#found,
      canInstall: this.#deps.install !== undefined,
      fault: this.#fault,
    };
  }

  async watch(): Promise<void> {
    while (this.#deps.place !== undefined && !this.#end.signal.aborted) {
      await this.look();
      await this.#deps.clock.sleep(dayMs, this.#end.signal);
    }
  }

  close(): void {
    this.#end.abort();
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
    if (this.#isInstalling) return this.view();
    this.#isInstalling = true;
    try {
      await (install === undefined ? openLink(place.href) : install(this.#found));
      this.#fault = null;
    } catch {
      this.#fault = 'The new version could not be installed; this one goes on.';
    } finally {
      this.#isInstalling = false;
    }
    this.#deps.changed();
    return this.view();
  }
}
