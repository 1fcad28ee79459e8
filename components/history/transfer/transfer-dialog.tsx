'use client';

import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ProgressBar } from '@/components/ui/progress-bar';

/** Work that can be cancelled, and is cancelled when its dialog closes. */
export function useCancel() {
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  return {
    begin: (): AbortSignal => {
      abort.current = new AbortController();
      return abort.current.signal;
    },
    cancel: () => abort.current?.abort(),
  };
}

export interface TransferDialogProps {
  title: string;
  description: string;
  isBusy: boolean;
  isOver: boolean;
  onCancel: () => void;
  onClose: () => void;
  /** The ref of Close, or of Cancel where no other button leads on: see ./use-next-focus.ts. */
  next: RefObject<HTMLButtonElement | null>;
  cancelLeadsOn?: boolean;
  /** Beside Cancel. */
  buttons?: ReactNode;
  children: ReactNode;
}

/** Export or import: Cancel stops the work, and the dialog says so; pressed again, it closes. */
export function TransferDialog({
  title,
  description,
  isBusy,
  isOver,
  onCancel,
  onClose,
  next,
  cancelLeadsOn = false,
  buttons,
  children,
}: TransferDialogProps) {
  const leave = isBusy ? onCancel : onClose;
  return (
    <Dialog
      onClose={leave}
      title={title}
      description={description}
      footer={
        <>
          {isOver ? (
            <Button ref={next} onClick={onClose}>
              Close
            </Button>
          ) : (
            <Button ref={cancelLeadsOn ? next : undefined} onClick={leave}>
              Cancel
            </Button>
          )}
          {buttons}
        </>
      }
    >
      {children}
    </Dialog>
  );
}

/** @param value null when the total is unknown */
export function TransferProgress({
  label,
  value,
  text,
}: {
  label: string;
  value: number | null;
  text: string;
}) {
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar label={label} value={value} text={text} />
      <p className="text-xs text-ink-2 tabular-nums">{text}</p>
    </div>
  );
}
