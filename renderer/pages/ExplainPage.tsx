import { CircleHelp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { WindowResult } from '../../shared/window-api.ts';
import { useAct, useBridge } from '../bridge.ts';
import { type ExplainDraft, useExplainDraft } from '../explain-draft.ts';
import { formatClock } from '../format.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ExplainCauses } from '../parts/ExplainCauses.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Labelled } from '../parts/Labelled.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { t } from '../strings.ts';

const examples = [
  'EAPI:Invalid signature',
  'EAPI:Invalid nonce',
  'EAPI:Invalid key',
  'EGeneral:Permission denied',
  'EGeneral:Temporary lockout',
];

/** Paste an error, get its likely causes and what to check. */
export function ExplainPage() {
  const { draft, set } = useExplainDraft();
  const explain = useAct('app.explain');
  const [found, setFound] = useState<WindowResult<'app.explain'>>();
  const run = async (error: string, key: string) => {
    if (error.trim() === '') return;
    setFound(await explain.run({ error: error.trim(), ...(key === '' ? {} : { key }) }));
  };
  const tryExample = (error: string) => {
    set({ error });
    void run(error, '');
  };
  return (
    <div className="max-w-3xl">
      <PageHead title={t('explain.title')} lead={t('explain.lead')} />
      <Form key={`${draft?.error} ${draft?.key}`} draft={draft} isBusy={explain.isBusy} run={run} />
      <div aria-live="polite" className="mt-6 space-y-3">
        {explain.isBusy ? <Rows /> : null}
        {explain.error === undefined ? null : <Failed error={explain.error} />}
        {found === undefined && !explain.isBusy ? <Examples run={tryExample} /> : null}
        {found === undefined || explain.isBusy ? null : (
          <>
            <div>
              <h2 className="text-lead font-semibold wrap-anywhere">
                {t('explain.may')}: <span className="font-mono text-body">{found.error}</span>
              </h2>
              <p className="text-muted">{t('explain.mayHint')}</p>
            </div>
            <ExplainCauses causes={found.causes} />
          </>
        )}
      </div>
    </div>
  );
}

function Examples({ run }: { readonly run: (error: string) => void }) {
  return (
    <Empty Icon={CircleHelp} title={t('explain.emptyTitle')}>
      <p>{t('explain.empty')}</p>
      <ul aria-label={t('explain.examples')} className="flex flex-wrap justify-center gap-2">
        {examples.map((error) => (
          <li key={error}>
            <Button onPress={() => run(error)}>
              <span className="font-mono text-small">{error}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Empty>
  );
}

interface FormProps {
  readonly draft: ExplainDraft | undefined;
  readonly isBusy: boolean;
  readonly run: (error: string, key: string) => void;
}

function Form({ draft, isBusy, run }: FormProps) {
  const keys = useBridge('keys.list', {});
  const labels = keys.state === 'ready' ? keys.value.map(({ label }) => label) : [];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    run(String(data.get('error') ?? ''), String(data.get('key') ?? ''));
  };
  return (
    <form onSubmit={submit} className="space-y-4 rounded-card border border-line bg-surface p-4">
      {draft?.call === undefined ? null : (
        <p className="text-small text-muted">
          {t('explain.ofCall', { bot: draft.call.bot ?? t('calls.you'), time: formatClock(draft.call.time) })}
        </p>
      )}
      <Labelled label={t('explain.error')} hint={t('explain.errorHint')}>
        {(ids) => (
          <textarea
            {...ids}
            name="error"
            required
            rows={3}
            maxLength={2000}
            spellCheck={false}
            defaultValue={draft?.error ?? ''}
            className="block w-full rounded-field border border-line-strong bg-surface px-3 py-2 font-mono text-small"
          />
        )}
      </Labelled>
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-60 flex-1" key={labels.length}>
          <SelectField
            name="key"
            label={t('explain.key')}
            hint={t('explain.keyHint')}
            options={[{ value: '', words: t('explain.noKey') }, ...labels.map((value) => ({ value, words: value }))]}
            defaultValue={draft?.key !== undefined && labels.includes(draft.key) ? draft.key : ''}
          />
        </div>
        <div className="pt-6">
          <Button look="primary" type="submit" isDisabled={isBusy}>
            {t('explain.button')}
          </Button>
        </div>
      </div>
    </form>
  );
}
