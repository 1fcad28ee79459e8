'use client';

import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';

/** A side panel as a sheet, where there is no space for it beside the editor. */
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
      onClose={onClose}
      title={title}
      side={side}
      // Hidden here: this is the panel's heading for its place beside the editor.
      bodyClassName="flex flex-col [&_h2]:sr-only"
    >
      {children}
    </Dialog>
  );
}
