import { Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useAct } from '../bridge.ts';
import { useNow } from '../now.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { useWindowProtection } from '../window-protection.ts';
import { Button } from './Button.tsx';
import { CodeRing } from './CodeRing.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly code: string;
  /** ISO time. */
  readonly expiresAt: string;
  /** The code is over. */
  readonly onOver: () => void;
}

/** A one-time code with the seconds that it has left. Keyed by its code: one view, one code. */
export function CodeView({ code, expiresAt, onOver }: Props) {
  useWindowProtection();
  const copy = useAct('window.copy');
  const { say } = useUi();
  const ends = Date.parse(expiresAt);
  const left = Math.max(0, Math.ceil((ends - useNow(250)) / 1000));
  // Said once, when the code comes; the ring goes on in silence.
  const [atFirst] = useState(left);
  useOver(ends, onOver);
  const put = async () => {
    if ((await copy.run({ text: code })) !== undefined) say('good', t('keys.copied'));
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <CodeRing left={left} whole={Math.max(30, atFirst)} />
        <p role="status" className="font-mono text-title font-semibold tracking-widest tabular-nums">
          <span className="sr-only">{t('keys.code')} </span>
          {code.slice(0, code.length / 2)}
          <span className="ps-2">{code.slice(code.length / 2)}</span>
          <span className="sr-only"> {t('keys.codeSeconds', { count: atFirst })}</span>
        </p>
        <Button onPress={put} isDisabled={copy.isBusy}>
          <Copy aria-hidden className="size-4" /> {t('keys.copy')}
        </Button>
      </div>
      {copy.error === undefined ? null : <Failed error={copy.error} />}
    </div>
  );
}

/** Calls once, when the time has come. */
function useOver(timeMs: number, onOver: () => void): void {
  const latest = useRef(onOver);
  useEffect(() => {
    latest.current = onOver;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), Math.max(0, timeMs - Date.now()));
    return () => clearTimeout(timer);
  }, [timeMs]);
}
