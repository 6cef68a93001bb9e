import type { GrantDraft } from '../grant-draft.ts';
import { t } from '../strings.ts';
import { Field } from './Field.tsx';

interface Props {
  readonly draft: GrantDraft;
  readonly onChange: (part: Partial<GrantDraft>) => void;
}

const decimal = '\\d{1,20}(\\.\\d{1,18})?';
const count = '\\d{1,16}';

/** How much, how often, and from where on its owner is asked. */
export function BotLimitFields({ draft, onChange }: Props) {
  const { id, may } = draft;
  const isTrading = may.includes('orders.create');
  return (
    <fieldset className="space-y-3">
      <legend className="font-medium">
        {t('bots.limits')} <span className="font-normal text-muted">{t('bots.limitsHint')}</span>
      </legend>
      <div className="grid grid-cols-3 gap-x-4 gap-y-3">
        {isTrading ? (
          <>
            <Field
              {...{ name: `maxOrder-${id}`, label: t('bots.maxOrder'), pattern: decimal, isOptional: true }}
              defaultValue={draft.maxOrder}
              onChange={(maxOrder) => onChange({ maxOrder })}
            />
            <Field
              {...{ name: `maxDaily-${id}`, label: t('bots.maxDaily'), pattern: decimal, isOptional: true }}
              defaultValue={draft.maxDaily}
              onChange={(maxDaily) => onChange({ maxDaily })}
            />
            <Field
              {...{ name: `askAbove-${id}`, label: t('bots.askAbove'), pattern: decimal, isOptional: true }}
              defaultValue={draft.askAbove}
              onChange={(askAbove) => onChange({ askAbove })}
            />
            <Field
              {...{ name: `currency-${id}`, label: t('bots.currency'), pattern: '[A-Za-z0-9]{2,12}' }}
              defaultValue={draft.currency}
              onChange={(currency) => onChange({ currency })}
            />
            <Field
              {...{ name: `orders-${id}`, label: t('bots.orders'), pattern: count, isOptional: true }}
              defaultValue={draft.ordersPerDay}
              onChange={(ordersPerDay) => onChange({ ordersPerDay })}
            />
          </>
        ) : null}
        <Field
          {...{ name: `calls-${id}`, label: t('bots.calls'), pattern: count, isOptional: true }}
          defaultValue={draft.callsPerMinute}
          onChange={(callsPerMinute) => onChange({ callsPerMinute })}
        />
      </div>
    </fieldset>
  );
}
