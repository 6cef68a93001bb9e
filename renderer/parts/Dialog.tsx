import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { FocusBack } from './FocusBack.tsx';

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A question before what can't be undone is an alert. */
  readonly isAlert?: boolean;
  readonly size?: 'small' | 'wide';
  readonly children: ReactNode;
}

const sizes = { small: 'max-w-md', wide: 'max-w-2xl' } as const;

/** A question over the page. Escape closes it and gives the focus back. */
export function Dialog({ title, lead, isOpen, onClose, isAlert = false, size = 'small', children }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable={!isAlert}
      className="fixed inset-0 z-40 grid place-items-center overflow-auto bg-scrim p-6"
    >
      <Modal className={`w-full ${sizes[size]} rounded-card border border-line bg-raised shadow-over`}>
        <AriaDialog role={isAlert ? 'alertdialog' : 'dialog'} className="space-y-4 p-5 outline-none">
          <FocusBack />
          <div className="space-y-1">
            <Heading slot="title" className="text-lead font-semibold text-pretty">
              {title}
            </Heading>
            {lead === undefined ? null : <p className="text-pretty text-muted">{lead}</p>}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
