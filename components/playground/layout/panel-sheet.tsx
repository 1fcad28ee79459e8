'use client';

import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';

/** A side panel where there is no room for it beside the editor: it comes in over it. */
export function PanelSheet({
  side,
  title,
  onClose,
  children,
}: {
  side: 'left' | 'right';
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      side={side}
      bodyClassName="flex flex-col"
    >
      {children}
    </Dialog>
  );
}
