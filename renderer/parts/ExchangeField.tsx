import { ChevronDown } from 'lucide-react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { catalogue } from '../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { t } from '../strings.ts';

interface Props {
  readonly value: string;
  readonly onChange: (exchange: string) => void;
}

const options = catalogue.exchanges
  .map(({ exchangeId }) => ({ id: exchangeId, name: exchangeName(exchangeId) }))
  // Kraken first: its keys are the ones with a second factor of their own.
  .sort((a, b) => Number(b.id === 'kraken') - Number(a.id === 'kraken') || a.name.localeCompare(b.name));

export function ExchangeField({ value, onChange }: Props) {
  return (
    <ComboBox
      defaultItems={options}
      selectedKey={value}
      onSelectionChange={(key) => (key === null ? undefined : onChange(String(key)))}
      menuTrigger="focus"
      className="space-y-1"
    >
      <Label className="block font-medium">{t('common.exchange')}</Label>
      <div className="relative">
        <Input className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3 pe-9" />
        <Button
          aria-label={t('common.showExchanges')}
          className="absolute inset-y-0 end-0 grid w-9 place-items-center text-muted"
        >
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </div>
      <Popover className="w-(--trigger-width) overflow-hidden rounded-field border border-line bg-raised shadow-lg">
        <ListBox<(typeof options)[number]> className="max-h-72 overflow-auto p-1 outline-none">
          {(option) => (
            <ListBoxItem
              textValue={option.name}
              className="cursor-default rounded-chip px-2.5 py-1.5 outline-none data-focused:bg-accent-soft data-selected:font-semibold"
            >
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
