'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { useIsSuggesting } from '@/lib/documents/client/suggest-choice';
import type { GhostAction } from './ghost-keys';
import { useShownSuggestions, useSuggestionsView } from './shown-suggestions';

/** Takes a suggestion by thumb, says it once to those who do not see it, and why there is none. */
export function SuggestBar() {
  const isOn = useIsSuggesting();
  const shown = useSuggestionsView((view) => view.shown);
  const problem = useSuggestionsView((view) => view.problem);
  const now = useShownSuggestions();
  if (!isOn) return null;
  const press = (label: string, action: GhostAction) => (
    <Button
      size="sm"
      variant="ghost"
      // The editor keeps the focus, and a phone its keyboard.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => now?.act(action)}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Announcement />
      {problem && (
        <p role="status" className="shrink-0 truncate px-4 py-1 text-xs text-ink-3">
          No suggestion: {problem}
        </p>
      )}
      {shown && (
        <div
          data-suggestion=""
          role="toolbar"
          aria-label="Suggestion"
          className="flex shrink-0 items-center gap-1 border-t px-2 text-xs not-pointer-coarse:hidden"
        >
          {press('Word', 'word')}
          {press('Line', 'line')}
          {press('All', 'all')}
          {press('Dismiss', 'dismiss')}
          {shown.total > 1 && (
            <span className="ml-auto flex items-center text-ink-3 tabular-nums">
              <IconButton
                size="sm"
                label="Previous suggestion"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => now?.act('previous')}
              >
                <ChevronLeft aria-hidden="true" />
              </IconButton>
              {shown.position}/{shown.total}
              <IconButton
                size="sm"
                label="Next suggestion"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => now?.act('next')}
              >
                <ChevronRight aria-hidden="true" />
              </IconButton>
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** Each suggestion once, when it comes; not again with every word that is taken. */
function Announcement() {
  const turn = useSuggestionsView((view) => view.turn);
  const suggestions = useShownSuggestions()?.suggestions;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as it was when it came
  const text = useMemo(() => suggestions?.views.getState().shown?.text, [suggestions, turn]);
  return (
    <span role="status" className="sr-only">
      {text && `Suggestion: ${text}. Tab accepts a word.`}
    </span>
  );
}
