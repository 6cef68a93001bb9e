import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { type ErrorCode, errors } from '../../shared/errors.ts';
import { inWindow } from '../../shared/guidance/in-window.ts';
import type { CallRecord } from '../../shared/model.ts';
import type { WindowResult } from '../../shared/window-api.ts';
import { useAct } from '../bridge.ts';
import { useExplainDraft } from '../explain-draft.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { ExplainCauses } from './ExplainCauses.tsx';
import { Failed } from './Failed.tsx';

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errors, code);

/** What went wrong with a call, in our words and the exchange's, and on request what that may mean. */
export function CallFault({ call }: { readonly call: CallRecord }) {
  const explain = useAct('app.explain');
  const [found, setFound] = useState<WindowResult<'app.explain'>>();
  const { code, exchangeError } = call;
  if (code === null && exchangeError === null) return null;
  const about = {
    error: (exchangeError ?? code ?? '').slice(0, 2000),
    ...(call.key === null ? {} : { key: call.key }),
  };
  const run = async () => setFound(await explain.run(about));
  const open = () => {
    useExplainDraft.getState().set({ ...about, call: { bot: call.bot, time: call.time } });
    go({ page: 'explain' });
  };
  return (
    <section aria-label={t('calls.error')} className="space-y-2">
      <p className="text-pretty">
        {code === null || !isKnown(code) ? null : inWindow(errors[code].text)}{' '}
        <span className="font-mono text-small text-muted">{code}</span>
      </p>
      {exchangeError === null ? null : (
        <p className="rounded-field bg-bad-soft px-3 py-2 font-mono text-small text-bad wrap-anywhere select-text">
          {exchangeError}
        </p>
      )}
      {exchangeError === null ? null : (
        <div className="flex flex-wrap gap-2">
          <Button onPress={run} isDisabled={explain.isBusy}>
            <CircleHelp aria-hidden className="size-4" /> {t('calls.explain')}
          </Button>
          <Button look="quiet" onPress={open}>
            {t('calls.explainAll')}
          </Button>
        </div>
      )}
      {explain.error === undefined ? null : <Failed error={explain.error} />}
      {found === undefined ? null : <ExplainCauses causes={found.causes} />}
    </section>
  );
}
