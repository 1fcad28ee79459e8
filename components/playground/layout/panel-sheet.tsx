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
      // The panel has its own heading, for when it stands beside the editor.
      bodyClassName="flex flex-col [&_h2]:sr-only"
    >
      {children}
    </Dialog>
  );
}
