import { krakenSetUp } from '../../shared/guidance/kraken-set-up.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';

const errors = [
  ['EAPI:Invalid signature', 'exchanges.krakenSignature'],
  ['EAPI:Invalid key', 'exchanges.krakenKey'],
  ['EGeneral:Permission denied', 'exchanges.krakenPermission'],
  ['EAPI:Invalid nonce', 'exchanges.krakenNonce'],
  ['EGeneral:Temporary lockout', 'exchanges.krakenLockout'],
] as const;

/** What Kraken's article says, in our words: who must not turn it on, the steps, and what its refusals mean. */
export function ExchangeKraken() {
  return (
    <>
      <Note tone="warn">{t('exchanges.krakenMobile')}</Note>
      <FormSection title={t('exchanges.steps')}>
        <ol className="list-decimal space-y-1.5 ps-5">
          {krakenSetUp.flatMap(({ id, atExchange }) =>
            atExchange === undefined ? [] : [<li key={id}>{atExchange}</li>],
          )}
        </ol>
      </FormSection>
      <FormSection title={t('exchanges.good')}>
        <ul className="list-disc space-y-1.5 ps-5">
          <li>{t('exchanges.krakenServices')}</li>
          <li>{t('exchanges.krakenActions')}</li>
          <li>{t('exchanges.krakenPassword')}</li>
        </ul>
      </FormSection>
      <FormSection title={t('exchanges.krakenErrors')}>
        <dl className="space-y-3">
          {errors.map(([words, means]) => (
            <div key={words}>
              <dt className="font-mono text-small font-medium">{words}</dt>
              <dd className="text-muted">{t(means)}</dd>
            </div>
          ))}
        </dl>
      </FormSection>
    </>
  );
}
