'use client';

import { useEffect } from 'react';

/** `none`: no difference. Null: nothing is chosen yet. */
export type Verdict = string | 'none' | null;

/** A digit chooses, N means no difference, ⌘↵ votes. While typing, only ⌘↵ works. */
export function useJudgeKeys({
  order,
  isOver,
  onVerdict,
  onVote,
}: {
  order: readonly string[];
  isOver: boolean;
  onVerdict: (verdict: Verdict) => void;
  onVote: () => void;
}): void {
  useEffect(() => {
    if (isOver) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.defaultPrevented) return;
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        onVote();
        return;
      }
      const isTyping = event.target instanceof HTMLElement && event.target.closest('textarea') !== null;
      if (isTyping || event.metaKey || event.ctrlKey) return;
      const cell = order[Number(event.key) - 1];
      if (cell !== undefined) onVerdict(cell);
      else if (event.key.toUpperCase() === 'N') onVerdict('none');
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [order, isOver, onVerdict, onVote]);
}
