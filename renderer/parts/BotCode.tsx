import { t } from '../strings.ts';
import { BotCopy } from './BotCopy.tsx';

/** A text to be pasted elsewhere. Takes: name = what it is, for those who can't see it. */
export function BotCode({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <section aria-label={name}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <pre tabIndex={0} className="max-h-80 overflow-auto rounded-field bg-sunken p-3 font-mono text-small">
          {text}
        </pre>
      </section>
      <BotCopy words={t('bots.copySnippet')} text={() => text} />
    </>
  );
}
