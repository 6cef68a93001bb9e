import { catalogue } from '../../shared/guidance/catalogue.ts';
import { sourceParts } from '../../shared/guidance/find-exchanges.ts';
import { formatDay } from '../format.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { OutsideLink } from './OutsideLink.tsx';

interface Props {
  /** As the catalogue writes it, several separated by "; ". */
  readonly source: string;
}

export function ExchangeSources({ source }: Props) {
  return (
    <FormSection title={t('exchanges.sources')}>
      <ul className="list-disc space-y-1 ps-5">
        {source.split('; ').map((one) => (
          <li key={one} className="wrap-anywhere">
            {sourceParts(one).map(({ text, isLink }) =>
              isLink ? (
                <OutsideLink key={text} url={text}>
                  {text}
                </OutsideLink>
              ) : (
                <span key={text}>{text}</span>
              ),
            )}
          </li>
        ))}
      </ul>
      <p className="text-small text-muted">{t('exchanges.read', { day: formatDay(catalogue.read) })}</p>
    </FormSection>
  );
}
