import { Bot, Building2, CircleHelp, Hand, KeyRound, ListTree, Search, Settings, Siren } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { StatusView } from '../../shared/control-views.ts';
import { inWindow } from '../../shared/guidance/in-window.ts';
import { useAct, useBridge } from '../bridge.ts';
import { go, hrefOf, type PlainPage, type Route } from '../route.ts';
import { useShortcut } from '../shortcuts.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Logo } from './Logo.tsx';
import { NavItem } from './NavItem.tsx';
import { Note } from './Note.tsx';
import { Palette } from './Palette.tsx';
import { PanicDialog } from './PanicDialog.tsx';
import { Toasts } from './Toasts.tsx';
import { VaultPanel } from './VaultPanel.tsx';

interface Props {
  readonly route: Route;
  readonly status: StatusView;
  readonly children: ReactNode;
}

/** In which section of the navigation each page stands. */
const sections: Readonly<Record<Route['page'], PlainPage>> = {
  keys: 'keys',
  key: 'keys',
  'add-key': 'keys',
  protect: 'keys',
  bots: 'bots',
  bot: 'bots',
  'bot-setup': 'bots',
  'bot-grant': 'bots',
  'connect-bot': 'bots',
  calls: 'calls',
  call: 'calls',
  approvals: 'approvals',
  exchanges: 'exchanges',
  exchange: 'exchanges',
  explain: 'explain',
  settings: 'settings',
  about: 'settings',
};

/** The navigation, the vault's state, and what can be called up anywhere, around every page of an open vault. */
export function Frame({ route, status, children }: Props) {
  const { show } = useUi();
  const lock = useAct('window.lock');
  const seal = useAct('vault.seal');
  useShortcut('l', () => lock.run({}));
  useShortcut('k', () => show('palette'));
  useShortcut(',', () => go({ page: 'settings' }));
  const main = useFocusOfPage(route);
  return (
    <div className="grid h-full grid-cols-[13rem_minmax(0,1fr)] max-lg:grid-cols-[3.5rem_minmax(0,1fr)]">
      <Nav here={sections[route.page]} status={status}>
        <VaultPanel
          bots={status.bots}
          error={lock.error ?? seal.error}
          isBusy={lock.isBusy || seal.isBusy}
          lock={() => lock.run({})}
          seal={() => seal.run({})}
        />
      </Nav>
      <main ref={main} tabIndex={-1} className="relative min-h-0 overflow-auto px-8 py-6 outline-none max-lg:px-5">
        {status.warnings.length === 0 ? null : (
          <div className="mb-5 space-y-2">
            {status.warnings.map((warning) => (
              <Note key={warning} tone="warn">
                {inWindow(warning)}
              </Note>
            ))}
          </div>
        )}
        {children}
      </main>
      <Palette status={status} lock={() => lock.run({})} seal={() => seal.run({})} />
      <PanicDialog />
      <Toasts />
    </div>
  );
}

/** A page begins at its top. What had the focus may have gone with the last one: Tab and the arrows then go on there, too. */
function useFocusOfPage(route: Route) {
  const main = useRef<HTMLElement>(null);
  // A call is chosen in the list of calls, which stays.
  const place = hrefOf(route.page === 'call' ? { page: 'calls' } : route);
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    if (main.current !== null) main.current.scrollTop = 0;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) main.current?.focus();
  }, [place]);
  return main;
}

interface NavProps {
  readonly here: PlainPage;
  readonly status: StatusView;
  readonly children: ReactNode;
}

function Nav({ here, status, children }: NavProps) {
  const { show } = useUi();
  const waiting = useBridge('approvals.list', {});
  const asked = waiting.state === 'ready' ? waiting.value.length : 0;
  const at = (page: PlainPage) => ({ to: page, isHere: here === page });
  return (
    <nav
      aria-label={t('frame.pages')}
      className="flex min-h-0 flex-col gap-1 overflow-auto border-e border-line bg-surface p-3 max-lg:px-2"
    >
      <div className="mb-3 flex items-center gap-2.5 px-2 pt-1 max-lg:px-1.5">
        <Logo />
        <span className="text-lead font-semibold max-lg:sr-only">Keybearer</span>
      </div>
      <Button isWide onPress={() => show('palette')}>
        <Search aria-hidden className="size-4 text-muted" />
        <span className="flex-1 text-start font-normal text-muted max-lg:sr-only">{t('frame.search')}</span>
        <kbd aria-hidden className="font-sans text-small text-muted max-lg:hidden">
          {t('frame.searchKeys')}
        </kbd>
      </Button>
      <div className="mt-2 flex flex-col gap-1">
        <NavItem {...at('keys')} Icon={KeyRound} words={t('frame.keys')} count={status.keys.length} />
        <NavItem {...at('bots')} Icon={Bot} words={t('frame.bots')} count={status.bots.length} />
        <NavItem {...at('calls')} Icon={ListTree} words={t('frame.calls')} />
        <NavItem {...at('approvals')} Icon={Hand} words={t('frame.approvals')} count={asked} isUrgent />
        <NavItem {...at('exchanges')} Icon={Building2} words={t('frame.exchanges')} />
        <NavItem {...at('explain')} Icon={CircleHelp} words={t('frame.explain')} />
        <NavItem {...at('settings')} Icon={Settings} words={t('frame.settings')} />
      </div>
      <div className="mt-auto space-y-3 pt-3">
        <Button isWide look="alarm" onPress={() => show('panic')}>
          <Siren aria-hidden className="size-4" /> <span className="max-lg:sr-only">{t('frame.panic')}</span>
        </Button>
        {children}
      </div>
    </nav>
  );
}
