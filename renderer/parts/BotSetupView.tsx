import { useState } from 'react';
import type { BotSetup } from '../../shared/connect/bot-setup.ts';
import { programOf, programs, type Way, ways } from '../../shared/connect/programs.ts';
import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { BotSetupProgram } from './BotSetupProgram.tsx';
import { Failed } from './Failed.tsx';
import { Note } from './Note.tsx';
import { Rows } from './Rows.tsx';
import { SelectField } from './SelectField.tsx';
import { TabRadios } from './TabRadios.tsx';

interface Props {
  /** Its id. */
  readonly bot: string;
  /** The keys that the bot has a grant on. */
  readonly keys: readonly string[];
}

const wayWords = { proxyUrl: 'setup.byProxyUrl', urls: 'setup.byUrls' } as const;
const port = '--http 8700';

/** How a bot that can't be changed uses one of its keys. */
export function BotSetupView({ bot, keys }: Props) {
  const [first = ''] = keys;
  const [key, chooseKey] = useState(first);
  const [program, chooseProgram] = useState('javascript');
  const [wanted, chooseWay] = useState<Way>('proxyUrl');
  const setup = useBridge('bots.setup', { key, bot });
  const ready = setup.state === 'ready' && isReady(setup.value) ? setup.value : undefined;
  const hasWays = ready !== undefined && programOf(program)?.text !== undefined;
  return (
    <div className="space-y-4">
      <p className="text-pretty text-muted">{t('setup.explain')}</p>
      <div className="grid grid-cols-2 gap-4 empty:hidden">
        {keys.length > 1 ? (
          <SelectField
            name="setup-key"
            label={t('setup.key')}
            defaultValue={key}
            options={keys.map((value) => ({ value, words: value }))}
            onChange={chooseKey}
          />
        ) : null}
        {hasWays ? (
          <SelectField
            name="setup-way"
            label={t('setup.way')}
            defaultValue={wanted}
            options={ways.map((value) => ({ value, words: t(wayWords[value]) }))}
            onChange={(value) => chooseWay(value === 'urls' ? 'urls' : 'proxyUrl')}
          />
        ) : null}
      </div>
      {setup.state === 'loading' ? <Rows /> : null}
      {setup.state === 'failed' ? <Failed error={setup.error} again={setup.again} /> : null}
      {setup.state === 'ready' ? <Obstacles setup={setup.value} /> : null}
      {ready === undefined ? null : (
        <>
          <TabRadios
            label={t('setup.program')}
            value={program}
            options={[
              ...programs.map(({ id, name }) => ({ value: id, words: name })),
              { value: 'any', words: t('setup.any') },
            ]}
            onChange={chooseProgram}
          />
          <BotSetupProgram setup={ready} program={programOf(program)} way={wanted} />
        </>
      )}
    </div>
  );
}

const isReady = ({ refused, http }: BotSetup): boolean => refused === null && http !== null;

/** What keeps a bot from it: the exchange, the agent's doors, the bot itself. */
function Obstacles({ setup: { exchange, refused, http, warnings } }: { readonly setup: BotSetup }) {
  if (refused !== null)
    return (
      <Note tone="warn">
        {t('setup.refused', { exchange, text: refused.text })} {refused.instead}
      </Note>
    );
  return (
    <>
      {http === null ? (
        <Note tone="warn">
          {t('setup.tcpOff')} <code className="font-mono whitespace-nowrap">{port}</code>
        </Note>
      ) : null}
      {warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
    </>
  );
}
