import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import type { WindowResult } from '../../shared/window-api.ts';
import { useAct } from '../bridge.ts';
import { askOf, type Held, type ReadFactor } from '../held.ts';
import { t } from '../strings.ts';
import { CodeView } from './CodeView.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly held: RefObject<Held>;
  readonly read: ReadFactor;
}

/** The code that Kraken asks for, and the next when it is over, for as long as this step is open. */
export function ProtectCode({ item, held, read }: Props) {
  const { run, error } = useAct('imports.code');
  const [shown, setShown] = useState<WindowResult<'imports.code'>>();
  const [ask] = useState(() => run);
  const next = useCallback(async () => {
    const { passphrase } = held.current;
    const file = askOf(held.current);
    if (file === undefined || passphrase === undefined) return;
    setShown(await ask({ passphrase, ask: { ...file, key: item.id, account: read.account } }));
  }, [ask, held, item.id, read.account]);
  useEffect(() => {
    void next();
  }, [next]);
  return (
    <>
      <p className="font-medium">{t('protect.enterCode')}</p>
      {error === undefined ? null : <Failed error={error} again={next} />}
      {shown === undefined && error === undefined ? <Progress words={t('common.working')} /> : null}
      {shown === undefined ? null : <CodeView key={shown.code + shown.expiresAt} {...shown} onOver={next} />}
      <p className="text-small text-muted">{t('protect.enterHint')}</p>
    </>
  );
}
