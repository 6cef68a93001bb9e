import { Copy } from 'lucide-react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly words: string;
  /** Read when the button is pressed. */
  readonly text: () => string;
}

/** Copies by main, which clears the clipboard again. */
export function BotCopy({ words, text }: Props) {
  const copy = useAct('window.copy');
  const say = useUi((ui) => ui.say);
  const run = async () => {
    if ((await copy.run({ text: text() })) !== undefined) say('good', t('bots.copied'));
  };
  return (
    <div className="space-y-2">
      <Button isDisabled={copy.isBusy} onPress={run}>
        <Copy aria-hidden className="size-4" /> {words}
      </Button>
      {copy.error === undefined ? null : <Failed error={copy.error} />}
    </div>
  );
}
