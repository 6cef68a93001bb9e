import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { type SnippetPlace, snippets } from '../connect/snippets.ts';
import { t } from '../strings.ts';
import { BotCopy } from './BotCopy.tsx';

/** Ways to call the agent, ready to be pasted. */
export function BotSnippets({ place }: { readonly place: SnippetPlace }) {
  const fitting = snippets.filter(({ fits }) => fits(place));
  const [chosen, choose] = useState(fitting[0]?.id ?? '');
  const shown = fitting.find(({ id }) => id === chosen);
  if (shown === undefined) return null;
  return (
    <div className="space-y-3">
      <p className="text-muted">{t('bots.snippetsLead')}</p>
      <RadioGroup
        aria-label={t('bots.snippets')}
        orientation="horizontal"
        value={chosen}
        onChange={choose}
        className="flex flex-wrap gap-1 border-b border-line"
      >
        {fitting.map(({ id, words }) => (
          <Radio
            key={id}
            value={id}
            className="-mb-px min-h-8 cursor-default content-center border-b-2 border-transparent px-3 font-medium text-muted data-focus-visible:outline-2 data-focus-visible:outline-accent data-hovered:text-text data-selected:border-accent data-selected:text-accent"
          >
            {t(words)}
          </Radio>
        ))}
      </RadioGroup>
      <section aria-label={t(shown.words)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <pre tabIndex={0} className="max-h-80 overflow-auto rounded-field bg-sunken p-3 font-mono text-small">
          {shown.text(place)}
        </pre>
      </section>
      <BotCopy words={t('bots.copySnippet')} text={() => shown.text(place)} />
    </div>
  );
}
