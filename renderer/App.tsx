import { useState } from 'react';
import { useBridge } from './bridge.ts';
import { AboutPage } from './pages/AboutPage.tsx';
import { AddKeyPage } from './pages/AddKeyPage.tsx';
import { ApprovalsPage } from './pages/ApprovalsPage.tsx';
import { ApprovalWindowPage } from './pages/ApprovalWindowPage.tsx';
import { BotGrantPage } from './pages/BotGrantPage.tsx';
import { BotPage } from './pages/BotPage.tsx';
import { BotSetupPage } from './pages/BotSetupPage.tsx';
import { BotsPage } from './pages/BotsPage.tsx';
import { CallsPage } from './pages/CallsPage.tsx';
import { ConnectBotPage } from './pages/ConnectBotPage.tsx';
import { ExchangePage } from './pages/ExchangePage.tsx';
import { ExchangesPage } from './pages/ExchangesPage.tsx';
import { ExplainPage } from './pages/ExplainPage.tsx';
import { KeyPage } from './pages/KeyPage.tsx';
import { KeysPage } from './pages/KeysPage.tsx';
import { ProtectPage } from './pages/ProtectPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { UnlockPage } from './pages/UnlockPage.tsx';
import { WelcomePage } from './pages/WelcomePage.tsx';
import { Frame } from './parts/Frame.tsx';
import { Obstacle } from './parts/Obstacle.tsx';
import { isApprovalWindow, type Route, useRoute } from './route.ts';
import { t } from './strings.ts';

/** The small window of the questions is a window of its own, though its page is the same. */
export function App() {
  return isApprovalWindow ? <ApprovalWindowPage /> : <MainWindow />;
}

/** Which page: by the vault's state and the window's lock first, then by the address. */
function MainWindow() {
  const state = useBridge('window.state', {});
  // The vault is open as soon as it is made, but the new recovery key must be read before the page goes.
  const [isWelcoming, setWelcoming] = useState(false);
  if (state.state === 'loading') return <p className="sr-only">{t('common.loading')}</p>;
  if (state.state === 'failed') return <Obstacle error={state.error} again={state.again} />;
  const { vault, isLocked, note } = state.value;
  if (vault === 'missing' || isWelcoming)
    return <WelcomePage begin={() => setWelcoming(true)} end={() => setWelcoming(false)} />;
  if (isLocked || vault === 'sealed')
    return <UnlockPage isSealed={vault === 'sealed'} isLocked={isLocked} note={note} />;
  return <Inside />;
}

/** What there is to see once the vault is open. */
function Inside() {
  const status = useBridge('app.status', {});
  const route = useRoute();
  if (status.state === 'loading') return <p className="sr-only">{t('common.loading')}</p>;
  if (status.state === 'failed') return <Obstacle error={status.error} again={status.again} />;
  return (
    <Frame route={route} status={status.value}>
      <Page route={route} />
    </Frame>
  );
}

function Page({ route }: { readonly route: Route }) {
  if (route.page === 'key') return <KeyPage key={route.id} id={route.id} />;
  if (route.page === 'protect') return <ProtectPage key={route.id} id={route.id} />;
  if (route.page === 'add-key') return <AddKeyPage />;
  if (route.page === 'bots') return <BotsPage />;
  if (route.page === 'bot') return <BotPage key={route.id} id={route.id} />;
  if (route.page === 'bot-setup') return <BotSetupPage key={route.id} id={route.id} />;
  if (route.page === 'bot-grant')
    return <BotGrantPage key={`${route.id} ${route.key ?? ''}`} id={route.id} grantKey={route.key} />;
  if (route.page === 'connect-bot') return <ConnectBotPage />;
  if (route.page === 'approvals') return <ApprovalsPage />;
  if (route.page === 'calls' || route.page === 'call')
    return <CallsPage chosen={route.page === 'call' ? route.id : undefined} />;
  if (route.page === 'explain') return <ExplainPage />;
  if (route.page === 'exchanges') return <ExchangesPage />;
  if (route.page === 'exchange') return <ExchangePage id={route.id} />;
  if (route.page === 'about') return <AboutPage />;
  if (route.page === 'settings') return <SettingsPage />;
  return <KeysPage />;
}
