'use client';

import { Scale } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useVotes } from '@/lib/compare/client/votes';
import { counted } from '@/lib/platform/numbers/counted';
import { useCompareView } from '../view-state';

/** The dialog's code, while a press is on its way. */
const preload = () => void import('./judge-dialog').catch(() => undefined);

/** Opens blind judging and shows past votes. */
export function JudgeButton() {
  const { change } = useCompareView();
  const { votes } = useVotes();
  return (
    <Button
      variant="ghost"
      aria-label={votes.length === 0 ? 'Blind vote' : `Blind vote, ${counted(votes.length, 'vote')}`}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={() => change({ layer: 'judge' })}
      // There it is in the menu, in words.
      className="px-2 pointer-coarse:hidden"
    >
      <Scale aria-hidden="true" className="size-4" />
      <span className="max-[1200px]:hidden">Blind vote</span>
      {votes.length > 0 && <span className="text-2xs text-ink-3 tabular-nums">{votes.length}</span>}
    </Button>
  );
}
