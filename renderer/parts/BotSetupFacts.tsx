import { type BotSetup, holdsMark, tokenMark } from '../../shared/connect/bot-setup.ts';
import { t } from '../strings.ts';
import { BotCopy } from './BotCopy.tsx';
import { FactList } from './FactList.tsx';

/** Addresses and credentials, for a program that has no ready-made configuration here. */
export function BotSetupFacts({ setup }: { readonly setup: BotSetup }) {
  const { addresses, proxyUrl, credentials } = setup;
  const places = [
    ...addresses.map(({ exchange, agent }) => ({ name: t('setup.inPlaceOf', { address: exchange }), text: agent })),
    ...(proxyUrl === null ? [] : [{ name: t('setup.whole'), text: proxyUrl }]),
  ];
  return (
    <div className="space-y-4">
      <p className="text-pretty text-muted">{t('setup.anyLead')}</p>
      <FactList facts={places.map(({ name, text }) => ({ name, value: <code className="font-mono">{text}</code> }))} />
      <FactList facts={credentials.map(({ name, value }) => ({ name, value: <Credential value={value} /> }))} />
      <BotCopy words={t('setup.copyAddresses')} text={() => places.map(({ text }) => text).join('\n')} />
    </div>
  );
}

function Credential({ value }: { readonly value: string }) {
  const before = value.replace(tokenMark, '');
  if (holdsMark({ value })) return before === '' ? t('setup.theToken') : t('setup.behind', { before });
  return (
    <>
      <code className="font-mono whitespace-pre-wrap">{value.trim()}</code>{' '}
      <span className="text-muted">{t('setup.dummy')}</span>
    </>
  );
}
