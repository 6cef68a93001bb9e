import { CircleCheck, CircleX, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { t } from '../strings.ts';
import { type Toast, useUi } from '../ui-store.ts';

const looks = {
  good: { Icon: CircleCheck, ink: 'text-good' },
  warn: { Icon: TriangleAlert, ink: 'text-warn' },
  bad: { Icon: CircleX, ink: 'text-bad' },
} as const;
const shownMs = 6000;

/** What was just done, in a corner. Faults stay until they are closed. */
export function Toasts() {
  const toasts = useUi((ui) => ui.toasts);
  return (
    <div aria-live="polite" className="pointer-events-none fixed end-5 bottom-5 z-50 flex w-80 flex-col gap-2">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, tone, text } }: { readonly toast: Toast }) {
  const dismiss = useUi((ui) => ui.dismiss);
  const { Icon, ink } = looks[tone];
  useEffect(() => {
    if (tone !== 'good') return;
    const timer = setTimeout(() => dismiss(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, tone, dismiss]);
  return (
    <div className="pointer-events-auto flex items-start gap-2.5 rounded-card border border-line bg-raised p-3 shadow-over">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <p className="min-w-0 flex-1 text-pretty wrap-anywhere">{text}</p>
      <Button
        aria-label={t('common.close')}
        onPress={() => dismiss(id)}
        className="grid size-6 place-items-center rounded-chip text-muted data-hovered:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
