import { useBridge } from '../bridge.ts';
import { FactList } from '../parts/FactList.tsx';
import { Failed } from '../parts/Failed.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { OutsideLink } from '../parts/OutsideLink.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { UpdateSection } from '../parts/UpdateSection.tsx';
import { t } from '../strings.ts';

const article = 'https://support.kraken.com/hc/en-us/articles/360000714526';

export function AboutPage() {
  const about = useBridge('app.about', {});
  return (
    <div className="max-w-3xl">
      <PageHead title={t('about.title')} lead={t('about.lead')} />
      <div className="space-y-4">
        {about.state === 'loading' ? <Rows /> : null}
        {about.state === 'failed' ? <Failed error={about.error} again={about.again} /> : null}
        {about.state === 'ready' ? (
          <>
            <FormSection title={t('about.versions')}>
              <FactList
                facts={[
                  { name: t('about.version'), value: about.value.version },
                  ...about.value.parts.map(({ name, version }) => ({ name, value: version })),
                  { name: t('about.system'), value: about.value.system },
                ]}
              />
            </FormSection>
            <FormSection title={t('about.places')}>
              <FactList
                facts={[
                  { name: t('about.dataDir'), value: <bdi>{about.value.dataDir}</bdi> },
                  { name: t('about.socket'), value: about.value.socket ?? t('about.off') },
                  { name: t('about.control'), value: about.value.control ?? t('about.off') },
                  { name: t('about.http'), value: about.value.http ?? t('about.off') },
                ]}
              />
            </FormSection>
          </>
        ) : null}
        <UpdateSection />
        <FormSection title={t('about.licence')}>
          <p>{t('about.licenceText')}</p>
          <p>{t('about.docs')}</p>
          <p>
            <OutsideLink url={article}>{t('about.article')}</OutsideLink>
          </p>
        </FormSection>
      </div>
    </div>
  );
}
