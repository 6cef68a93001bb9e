import { useState } from 'react';
import { type SnippetPlace, snippets } from '../connect/snippets.ts';
import { t } from '../strings.ts';
import { BotCode } from './BotCode.tsx';
import { TabRadios } from './TabRadios.tsx';

/** Ways to call the agent, ready to be pasted. */
export function BotSnippets({ place }: { readonly place: SnippetPlace }) {
  const fitting = snippets.filter(({ fits }) => fits(place));
  const [chosen, choose] = useState(fitting[0]?.id ?? '');
  const shown = fitting.find(({ id }) => id === chosen);
  if (shown === undefined) return null;
  return (
    <div className="space-y-3">
      <p className="text-muted">{t('bots.snippetsLead')}</p>
      <TabRadios
        label={t('bots.snippets')}
        value={chosen}
        options={fitting.map(({ id, words }) => ({ value: id, words: t(words) }))}
        onChange={choose}
      />
      <BotCode name={t(shown.words)} text={shown.text(place)} />
    </div>
  );
}
