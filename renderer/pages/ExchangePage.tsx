import { Building2 } from 'lucide-react';
import { catalogue, type ExchangeFacts, exchangeFacts } from '../../shared/guidance/catalogue.ts';
import { codeSupport } from '../../shared/guidance/code-support.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { guideOf } from '../../shared/guidance/guide.ts';
import { carrierWords, kindsWords } from '../exchange-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { ExchangeKraken } from '../parts/ExchangeKraken.tsx';
import { ExchangeScope } from '../parts/ExchangeScope.tsx';
import { ExchangeSources } from '../parts/ExchangeSources.tsx';
import { FactList } from '../parts/FactList.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { t } from '../strings.ts';

export function ExchangePage({ id }: { readonly id: string }) {
  const facts = exchangeFacts(id);
  if (facts === undefined)
    return (
      <Empty Icon={Building2} title={t('exchanges.missingTitle')}>
        <p>{t('exchanges.missingText', { version: catalogue.ccxtVersion })}</p>
        <LinkButton to={{ page: 'exchanges' }}>{t('exchanges.back')}</LinkButton>
      </Empty>
    );
  return (
    <div className="max-w-3xl">
      <PageHead title={exchangeName(id)} lead={guideOf(id)?.summary ?? ''}>
        <LinkButton look="plain" to={{ page: 'exchanges' }}>
          {t('exchanges.back')}
        </LinkButton>
      </PageHead>
      <div className="space-y-4">
        <FormSection title={t('exchanges.facts')}>
          <FactList
            facts={[
              { name: t('exchanges.asked'), value: <ExchangeScope scope={facts.scope} /> },
              { name: t('exchanges.kinds'), value: kindsWords(facts) },
              { name: t('exchanges.carrier'), value: carrierWords(facts) },
              { name: t('exchanges.apiKeys'), value: facts.requiredCredentials.join(', ') },
            ]}
          />
        </FormSection>
        {id === 'kraken' ? <ExchangeKraken /> : <Advice facts={facts} />}
        <ExchangeSources source={facts.source} />
      </div>
    </div>
  );
}

function Advice({ facts }: { readonly facts: ExchangeFacts }) {
  const guide = guideOf(facts.exchangeId);
  if (guide === undefined) return null;
  const steps = guide.steps.flatMap(({ atExchange }) => (atExchange === undefined ? [] : [atExchange]));
  return (
    <>
      <FormSection title={t('exchanges.steps')}>
        <ul className="list-disc space-y-1.5 ps-5">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
          <li>{t('exchanges.keepOff')}</li>
          {codeSupport[facts.exchangeId] === undefined ? null : <li>{t('exchanges.withdrawalCode')}</li>}
        </ul>
      </FormSection>
      {guide.warnings.length === 0 ? null : (
        <FormSection title={t('exchanges.good')}>
          <ul className="list-disc space-y-1.5 ps-5">
            {guide.warnings.map((warning) => (
              <li key={warning} className="wrap-anywhere">
                {warning}
              </li>
            ))}
          </ul>
        </FormSection>
      )}
    </>
  );
}
