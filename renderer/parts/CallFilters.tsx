import { Search, X } from 'lucide-react';
import { memo, type RefObject, useState } from 'react';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { CallStatus } from '../../shared/model.ts';
import { useBridge } from '../bridge.ts';
import { useCallFilter } from '../call-filter.ts';
import { useCallRates } from '../call-rates.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { CallFilterChip, type CallFilterOption } from './CallFilterChip.tsx';

interface Props {
  readonly search: RefObject<HTMLInputElement | null>;
  /** Codes of errors that the list holds, with blanks between. */
  readonly codes: string;
}

const asOptions = (names: readonly string[]): CallFilterOption[] =>
  [...new Set(names)].toSorted().map((value) => ({ value, words: value }));
const statuses = CallStatus.options.map((value) => ({ value, words: t(`calls.statusWords.${value}`) }));
const slower = [50, 100, 250, 500, 1000, 5000].map((ms) => ({ value: String(ms), words: t('calls.ms', { ms }) }));
const minute = 60_000;
const spans = [
  { ms: 15 * minute, words: t('calls.lastMinutes', { count: 15 }) },
  { ms: 60 * minute, words: t('calls.lastHours', { count: 1 }) },
  { ms: 24 * 60 * minute, words: t('calls.lastHours', { count: 24 }) },
  { ms: 7 * 24 * 60 * minute, words: t('calls.lastDays', { count: 7 }) },
].map(({ ms, words }) => ({ value: String(ms), words }));

/** Text and chips: each narrows the list, all of them together. */
export const CallFilters = memo(function CallFilters({ search, codes }: Props) {
  const { filter, set, clear } = useCallFilter();
  const [span, setSpan] = useState<string>();
  const status = useBridge('app.status', {});
  const rates = useCallRates();
  const { bots = [], keys = [] } = status.state === 'ready' ? status.value : {};
  const isFiltered = Object.keys(filter).length > 0;
  const since = (value: string | undefined) => {
    setSpan(value);
    set('since', value === undefined ? undefined : new Date(Date.now() - Number(value)).toISOString());
  };
  const clearAll = () => {
    clear();
    if (search.current !== null) search.current.value = '';
  };
  return (
    <search className="mb-3 flex flex-wrap items-center gap-1.5">
      <SearchText search={search} text={filter.text} set={(text) => set('text', text)} />
      <CallFilterChip
        label={t('calls.bot')}
        options={asOptions(bots.map(({ name }) => name))}
        value={filter.bot}
        change={(bot) => set('bot', bot)}
      />
      <CallFilterChip
        label={t('calls.key')}
        options={asOptions(keys.map(({ label }) => label))}
        value={filter.key}
        change={(key) => set('key', key)}
      />
      <ExchangeChip />
      <CallFilterChip
        label={t('calls.method')}
        options={asOptions(rates?.byMethod.map(({ name }) => name) ?? [])}
        value={filter.method}
        change={(method) => set('method', method)}
      />
      <CallFilterChip
        label={t('calls.status')}
        options={statuses}
        value={filter.status}
        change={(value) =>
          set(
            'status',
            CallStatus.options.find((one) => one === value),
          )
        }
      />
      <CallFilterChip
        label={t('calls.error')}
        options={asOptions(codes === '' ? [] : codes.split(' '))}
        value={filter.error}
        change={(error) => set('error', error)}
      />
      <CallFilterChip
        label={t('calls.slowerThan')}
        options={slower}
        value={filter.slowerThanMs === undefined ? undefined : String(filter.slowerThanMs)}
        change={(ms) => set('slowerThanMs', ms === undefined ? undefined : Number(ms))}
      />
      <CallFilterChip
        label={t('calls.since')}
        options={spans}
        value={filter.since === undefined ? undefined : (span ?? filter.since)}
        change={since}
      />
      {isFiltered ? (
        <Button look="quiet" onPress={clearAll}>
          <X aria-hidden className="size-4" /> {t('calls.clear')}
        </Button>
      ) : null}
    </search>
  );
});

function ExchangeChip() {
  const { filter, set } = useCallFilter();
  const keys = useBridge('keys.list', {});
  const ids = keys.state === 'ready' ? keys.value.map(({ exchange }) => exchange) : [];
  const options = asOptions(ids).map(({ value }) => ({ value, words: exchangeName(value) }));
  return (
    <CallFilterChip
      label={t('calls.exchange')}
      options={options}
      value={filter.exchange}
      change={(exchange) => set('exchange', exchange)}
    />
  );
}

interface SearchTextProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly text: string | undefined;
  readonly set: (text: string | undefined) => void;
}

/** Searches when nothing was typed for a moment. The field itself holds what is typed. */
function SearchText({ search, text, set }: SearchTextProps) {
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  const typed = (value: string) => {
    clearTimeout(timer);
    setTimer(setTimeout(() => set(value.trim() === '' ? undefined : value.trim()), 200));
  };
  return (
    <label className="flex h-7 w-52 items-center gap-2 rounded-field border border-line-strong bg-surface px-2 focus-within:outline-2 focus-within:outline-accent">
      <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{t('calls.search')}</span>
      <input
        ref={search}
        type="search"
        defaultValue={text ?? ''}
        placeholder={t('calls.searchHint')}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => typed(event.currentTarget.value)}
        onKeyDown={(event) => (event.key === 'Escape' ? document.getElementById('calls')?.focus() : undefined)}
        className="min-w-0 flex-1 bg-transparent text-small outline-none placeholder:text-muted"
      />
      <span aria-hidden="true" className="font-sans text-small text-muted">
        /
      </span>
    </label>
  );
}
