import { ChevronDown, X } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { t } from '../strings.ts';

export interface CallFilterOption {
  readonly value: string;
  readonly words: string;
}

interface Props {
  readonly label: string;
  readonly options: readonly CallFilterOption[];
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
}

/** One filter: names what it is set to, and is taken away by its cross. */
export function CallFilterChip({ label, options, value, change }: Props) {
  const words = options.find((one) => one.value === value)?.words ?? value;
  const look =
    value === undefined
      ? 'border-line text-muted data-hovered:bg-hover'
      : 'border-accent bg-accent-soft text-accent font-medium';
  return (
    <span className="inline-flex">
      <MenuTrigger>
        <Button
          aria-label={value === undefined ? t('calls.chooseOf', { what: label.toLowerCase() }) : `${label}: ${words}`}
          className={`inline-flex h-7 max-w-56 items-center gap-1 rounded-field border px-2 text-small ${look} ${value === undefined ? '' : 'rounded-e-none border-e-0'}`}
        >
          <bdi className="truncate">{value === undefined ? label : `${label}: ${words}`}</bdi>
          {value === undefined ? <ChevronDown aria-hidden className="size-3.5 shrink-0" /> : null}
        </Button>
        <Popover className="max-h-80 min-w-40 max-w-80 overflow-auto rounded-card border border-line bg-raised p-1 shadow-over">
          <Menu
            aria-label={label}
            items={options}
            selectionMode="single"
            selectedKeys={value === undefined ? [] : [value]}
            onAction={(key) => change(String(key))}
            renderEmptyState={() => <p className="px-2.5 py-2 text-muted">{t('calls.nothingToChoose')}</p>}
            className="outline-none"
          >
            {(option) => (
              <MenuItem
                id={option.value}
                textValue={option.words}
                className="flex min-h-7 cursor-default items-center rounded-field px-2.5 outline-none data-focused:bg-accent-soft data-selected:font-semibold data-selected:text-accent"
              >
                <bdi className="truncate">{option.words}</bdi>
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {value === undefined ? null : (
        <Button
          aria-label={t('calls.clearOf', { what: label.toLowerCase() })}
          onPress={() => change(undefined)}
          className={`grid h-7 w-7 place-items-center rounded-e-field border border-s-0 ${look}`}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </span>
  );
}
