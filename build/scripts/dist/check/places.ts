/** Directories of a computer on which something was built: none may stand in what is given away. */
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { root } from '../stage.ts';

export interface Builder {
  readonly root: string;
  readonly home: string;
  readonly temp: string;
  readonly exists: (path: string) => boolean;
}

const thisOne: Builder = { root, home: homedir(), temp: tmpdir(), exists: existsSync };

/** Somebody's home, with something in it. What comes before keeps the ends of addresses and of longer paths out. */
const anyHome = /(?<![\w.~-])(?:\/(?:home|Users)\/[\w.-]+\/[\w.-]|[A-Z]:\\{1,2}Users\\{1,2}[\w.-]+\\)/;

/**
 * Takes: a file's text. Gives: what in it names a place of whoever built it.
 *
 * `/root` and `/tmp` stand in harmless texts too, so under these only what is really there gives the builder away.
 */
export function leaksOf(text: string, builder: Builder = thisOne): string[] {
  const places = [builder.root, builder.home, builder.temp];
  const telling = places.filter((place) => place.split(/[\\/]/).length > 2);
  const plain = places.filter((place) => !telling.includes(place) && place.length > 1);
  const found = telling.filter((place) => text.includes(place));
  for (const place of plain)
    for (const [path = '', name = ''] of text.matchAll(below(place)))
      if (builder.exists(path)) found.push(`${place}/${name}`);
  const home = anyHome.exec(text)?.[0];
  return [...new Set(home === undefined ? found : [...found, home])];
}

const below = (place: string): RegExp => new RegExp(`(?<![\\w.~-])${place}/([\\w.@+-]+)`, 'g');
