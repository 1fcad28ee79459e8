'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { useDismissed } from '@/lib/playground/client/dismissed-traps';

export interface TrapNoticeProps {
  /** Where it stands, and what it is about there. */
  place: string;
  /** Names the warning; null: there is none. A dismissed one comes back after it was null. */
  trap: string | null;
  /** The button that mends it. */
  mend: string;
  onMend: () => void;
  /** One sentence with its reason; the whole of it is in the tooltip. */
  title: string;
  children: ReactNode;
}

/** Under a prompt: something that often spoils a completion, why, and how to mend it with one press. */
export function TrapNotice({ place, trap, mend, onMend, title, children }: TrapNoticeProps) {
  const [isDismissed, dismiss] = useDismissed(place, trap);
  if (trap === null || isDismissed) return null;
  return (
    <span role="status" className="flex max-w-full min-w-0 items-center gap-1 text-xs text-warn">
      <span className="mr-0.5 line-clamp-2 min-w-0 wide:line-clamp-1" title={title}>
        {children}
      </span>
      <Button size="sm" onClick={onMend}>
        {mend}
      </Button>
      <IconButton size="sm" label="Dismiss" onClick={dismiss}>
        <X aria-hidden="true" />
      </IconButton>
    </span>
  );
}
