import { Search, X } from 'lucide-react';
import { Button, Input, SearchField } from 'react-aria-components';
import { t } from '../strings.ts';

interface Props {
  readonly value: string;
  /** How many keys fit. */
  readonly count: number;
  readonly onChange: (value: string) => void;
}

export function KeyFilter({ value, count, onChange }: Props) {
  return (
    <div className="mb-3 flex items-center gap-3">
      <SearchField
        aria-label={t('keys.filter')}
        value={value}
        onChange={onChange}
        className="group relative w-72 max-w-full"
      >
        <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
        <Input
          placeholder={t('keys.filter')}
          title={t('keys.filterHint')}
          className="block h-8 w-full rounded-field border border-line-strong bg-surface ps-8 pe-9 placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
        />
        <kbd
          aria-hidden
          className="pointer-events-none absolute end-2 top-1.5 hidden rounded-chip border border-line px-1.5 font-sans text-small text-muted group-data-empty:block group-data-focus-within:hidden"
        >
          /
        </kbd>
        <Button
          aria-label={t('keys.filterClear')}
          className="absolute end-1 top-1 grid size-6 place-items-center rounded-chip text-muted group-data-empty:hidden data-hovered:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </Button>
      </SearchField>
      <p role="status" className="text-small text-muted">
        {t('keys.shown', { count })}
      </p>
    </div>
  );
}
