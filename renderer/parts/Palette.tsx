import { Bot, CornerDownLeft, FileText, KeyRound, Zap } from 'lucide-react';
import {
  Dialog as AriaDialog,
  Autocomplete,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import type { StatusView } from '../../shared/control-views.ts';
import { go, type PlainPage, type Route } from '../route.ts';
import { type StringId, t } from '../strings.ts';
import { useUi } from '../ui-store.ts';

interface Props {
  readonly status: StatusView;
  readonly lock: () => void;
  readonly seal: () => void;
}

interface Entry {
  readonly id: string;
  readonly kind: 'toPage' | 'toKey' | 'toBot' | 'toAction';
  readonly words: string;
  readonly run: () => void;
}

const icons = { toPage: FileText, toKey: KeyRound, toBot: Bot, toAction: Zap } as const;
const pages: readonly (readonly [PlainPage, StringId])[] = [
  ['keys', 'frame.keys'],
  ['add-key', 'frame.addKey'],
  ['bots', 'frame.bots'],
  ['connect-bot', 'frame.connectBot'],
  ['calls', 'frame.calls'],
  ['approvals', 'frame.approvals'],
  ['exchanges', 'frame.exchanges'],
  ['explain', 'frame.explain'],
  ['settings', 'frame.settings'],
  ['about', 'frame.about'],
];

/** Ctrl-K: every page, key, bot and deed by its name. */
export function Palette(props: Props) {
  const { over, show } = useUi();
  const { contains } = useFilter({ sensitivity: 'base' });
  const entries = entriesOf(props, () => show('panic'));
  const run = (id: string) => {
    show(null);
    entries.find((entry) => entry.id === id)?.run();
  };
  return (
    <ModalOverlay
      isOpen={over === 'palette'}
      onOpenChange={(isOpen) => show(isOpen ? 'palette' : null)}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim px-6 pt-[12vh]"
    >
      <Modal className="w-full max-w-xl overflow-hidden rounded-card border border-line bg-raised shadow-over">
        <AriaDialog aria-label={t('frame.search')} className="outline-none">
          <Autocomplete filter={contains}>
            <SearchField aria-label={t('frame.searchHint')} autoFocus className="border-b border-line">
              <Input
                placeholder={t('frame.searchHint')}
                className="h-12 w-full bg-transparent px-4 text-lead outline-none placeholder:text-muted"
              />
            </SearchField>
            <ListBox
              aria-label={t('frame.search')}
              items={entries}
              onAction={(id) => run(String(id))}
              renderEmptyState={() => <p className="px-4 py-6 text-center text-muted">{t('frame.searchNothing')}</p>}
              className="max-h-80 overflow-auto p-2 outline-none"
            >
              {(entry) => <EntryRow entry={entry} />}
            </ListBox>
          </Autocomplete>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function EntryRow({ entry: { id, kind, words } }: { readonly entry: Entry }) {
  const Icon = icons[kind];
  return (
    <ListBoxItem
      id={id}
      textValue={words}
      className="group flex min-h-9 cursor-default items-center gap-3 rounded-field px-2.5 outline-none data-focused:bg-accent-soft data-hovered:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{words}</span>
      <span className="text-small text-muted">{t(`frame.${kind}`)}</span>
      <CornerDownLeft aria-hidden className="invisible size-3.5 text-muted group-data-focused:visible" />
    </ListBoxItem>
  );
}

function entriesOf({ status, lock, seal }: Props, panic: () => void): Entry[] {
  const to = (route: Route) => () => go(route);
  return [
    ...pages.map(([page, words]) => ({
      id: `page ${page}`,
      kind: 'toPage' as const,
      words: t(words),
      run: to({ page }),
    })),
    ...status.keys.map(({ id, label }) => ({ id, kind: 'toKey' as const, words: label, run: to({ page: 'key', id }) })),
    ...status.bots.map(({ id, name }) => ({ id, kind: 'toBot' as const, words: name, run: to({ page: 'bot', id }) })),
    { id: 'lock', kind: 'toAction', words: t('frame.lock'), run: lock },
    { id: 'seal', kind: 'toAction', words: t('frame.seal'), run: seal },
    { id: 'panic', kind: 'toAction', words: t('frame.panicTitle'), run: panic },
  ];
}
