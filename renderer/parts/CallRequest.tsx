import { Copy } from 'lucide-react';
import type { CallRecord, RequestRecord } from '../../shared/model.ts';
import type { CallShownView } from '../../shared/window-views.ts';
import { curlOf } from '../call-curl.ts';
import { copyText } from '../copy.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { CallJson } from './CallJson.tsx';
import { StatusChip } from './StatusChip.tsx';

interface Props {
  readonly call: CallRecord;
  readonly request: RequestRecord;
  readonly bodies: CallShownView['requests'][number] | undefined;
}

/** One request of a call: what was sent, and what came back. */
export function CallRequest({ call, request, bodies }: Props) {
  const { say } = useUi();
  const copy = () => {
    const isCopied = copyText(curlOf(call.exchange, request.endpoint, bodies?.request, request.otp));
    say(isCopied ? 'good' : 'bad', t(isCopied ? 'calls.copied' : 'calls.notCopied'));
  };
  return (
    <li className="space-y-2 rounded-field border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 font-mono text-small font-medium wrap-anywhere">{request.endpoint}</span>
        <StatusChip status={request.status} code={request.code} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-small text-muted">{t(request.otp ? 'calls.withCode' : 'calls.withoutCode')}</span>
        <Button look="quiet" onPress={copy}>
          <Copy aria-hidden className="size-4" /> {t('calls.copyCurl')}
        </Button>
      </div>
      <CallJson title={t('calls.request')} value={bodies?.request ?? t('calls.nothing')} />
      <CallJson title={t('calls.response')} value={bodies?.response ?? t('calls.nothing')} />
    </li>
  );
}
