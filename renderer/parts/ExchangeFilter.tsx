import { Search } from 'lucide-react';
import { Input, Label, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Scope } from '../../shared/guidance/catalogue.ts';
import { scopes, scopeWords } from '../exchange-words.ts';
import { t } from '../strings.ts';

export type Shown = Scope | 'all';

interface Props {
  readonly typed: string;
  readonly scope: Shown;
  readonly onType: (typed: string) => void;
  readonly onScope: (scope: Shown) => void;
}

const choices: readonly Shown[] = ['all', ...scopes];

export function ExchangeFilter({ typed, scope, onType, onScope }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      <SearchField value={typed} onChange={onType} className="relative w-64">
        <Label className="sr-only">{t('exchanges.search')}</Label>
        <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2.5 size-4 text-muted" />
        <Input
          placeholder={t('exchanges.search')}
          className="block h-9 w-full rounded-field border border-line-strong bg-surface ps-8 pe-3 placeholder:text-muted"
        />
      </SearchField>
      <ToggleButtonGroup
        aria-label={t('exchanges.scope')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[scope]}
        onSelectionChange={(keys) => onScope(choices.find((one) => keys.has(one)) ?? 'all')}
        className="flex flex-wrap gap-1"
      >
        {choices.map((one) => (
          <ToggleButton
            key={one}
            id={one}
            className="min-h-8 cursor-default rounded-field border border-line bg-surface px-3 data-hovered:bg-hover data-selected:border-accent data-selected:bg-accent-soft data-selected:font-medium data-selected:text-accent"
          >
            {one === 'all' ? t('exchanges.all') : scopeWords(one)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
