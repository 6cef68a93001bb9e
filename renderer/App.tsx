import { useState } from 'react';
import { useBridge } from './bridge.ts';
import { AddKeyPage } from './pages/AddKeyPage.tsx';
import { CallsPage } from './pages/CallsPage.tsx';
import { KeyPage } from './pages/KeyPage.tsx';
import { KeysPage } from './pages/KeysPage.tsx';
import { UnlockPage } from './pages/UnlockPage.tsx';
import { WelcomePage } from './pages/WelcomePage.tsx';
import { Centred } from './parts/Centred.tsx';
import { Failed } from './parts/Failed.tsx';
import { Frame } from './parts/Frame.tsx';
import { type Route, useRoute } from './route.ts';

/** Which page: by the vault's state first, then by the address. */
export function App() {
  const status = useBridge('app.status', {});
  const route = useRoute();
  // The vault is open as soon as it is made, but the new recovery key must be read before the page goes.
  const [isWelcoming, setWelcoming] = useState(false);
  if (status.state === 'loading') return <p className="sr-only">Loading</p>;
  if (status.state === 'failed') {
    return (
      <Centred title="Something is in the way" lead="The window cannot read the state of the vault.">
        <Failed error={status.error} again={status.again} />
      </Centred>
    );
  }
  const { vault } = status.value;
  if (vault === 'missing' || isWelcoming)
    return <WelcomePage begin={() => setWelcoming(true)} end={() => setWelcoming(false)} />;
  if (vault === 'sealed') return <UnlockPage />;
  return (
    <Frame route={route} status={status.value}>
      <Page route={route} />
    </Frame>
  );
}

function Page({ route }: { readonly route: Route }) {
  if (route.page === 'key') return <KeyPage id={route.id} />;
  if (route.page === 'add-key') return <AddKeyPage />;
  if (route.page === 'calls') return <CallsPage />;
  return <KeysPage />;
}
