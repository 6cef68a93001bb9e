import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
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
      <Tabs selectedKey={chosen} onSelectionChange={(id) => choose(String(id))}>
        <TabList aria-label={t('bots.snippets')} className="flex flex-wrap gap-1 border-b border-line">
          {fitting.map(({ id, words }) => (
            <Tab
              key={id}
              id={id}
              className="-mb-px min-h-8 cursor-default content-center border-b-2 border-transparent px-3 font-medium text-muted data-hovered:text-text data-selected:border-accent data-selected:text-accent"
            >
              {t(words)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={chosen} className="pt-3">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <pre tabIndex={0} className="max-h-80 overflow-auto rounded-field bg-sunken p-3 font-mono text-small">
            {shown.text(place)}
          </pre>
          <div className="mt-3">
            <BotCopy words={t('bots.copySnippet')} text={() => shown.text(place)} />
          </div>
        </TabPanel>
      </Tabs>
    </div>
  );
}
