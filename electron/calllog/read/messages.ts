/** What the log asks of its reader's thread. */
import type { PlainFault } from '../write/messages.ts';
import type { ExportStep, ExportText } from './export-step.ts';
import type { FindQuery } from './filters.ts';
import type { RawPage } from './raw-page.ts';
import type { LogStats, StatsQuery } from './stats.ts';

export interface ReadSetup {
  readonly role: 'read';
  readonly path: string;
}

export type ReadQuestion =
  | { readonly kind: 'find'; readonly query: FindQuery }
  | { readonly kind: 'stats'; readonly query: StatsQuery }
  | { readonly kind: 'entries'; readonly call: string }
  | { readonly kind: 'export'; readonly step: ExportStep };

export interface ReadMessage {
  readonly ticket: number;
  readonly question: ReadQuestion;
}

export interface ReadAnswers {
  readonly find: RawPage;
  readonly stats: LogStats;
  /** Each as JSON. */
  readonly entries: readonly string[];
  readonly export: ExportText;
}

export interface ReadAnswer {
  readonly ticket: number;
  readonly answer?: ReadAnswers[keyof ReadAnswers];
  readonly fault?: PlainFault;
}
