import type { BotSetup } from '../../shared/connect/bot-setup.ts';
import type { Program, Way } from '../../shared/connect/programs.ts';
import { t } from '../strings.ts';
import { BotCode } from './BotCode.tsx';
import { BotSetupFacts } from './BotSetupFacts.tsx';
import { Note } from './Note.tsx';

interface Props {
  readonly setup: BotSetup;
  /** Undefined for any other. */
  readonly program: Program | undefined;
  readonly way: Way;
}

/** The ready-made configuration of a program, and what to know about it. */
export function BotSetupProgram({ setup, program, way }: Props) {
  if (program === undefined) return <BotSetupFacts setup={setup} />;
  const { name, notes } = program;
  const text = program.text?.(setup, way);
  if (text === undefined) return <Note>{notes.join(' ')}</Note>;
  return (
    <div className="space-y-3">
      <BotCode name={t('setup.configuration', { name })} text={text} />
      <ul className="list-disc space-y-1 ps-5 text-small text-muted">
        {[...notes, t('setup.webSockets')].map((note) => (
          <li key={note} className="text-pretty wrap-anywhere">
            {note}
          </li>
        ))}
      </ul>
    </div>
  );
}
