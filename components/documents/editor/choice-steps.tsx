'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '@/components/ui/icon-button';
import { EDITOR_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { useActions } from '@/lib/platform/client/actions';
import { useDocument, useDocumentView } from './document-context';
import { alternativesOf } from './document-controller';

export interface Choices {
  /** From 1, best first. */
  readonly position: number;
  /** Those with different texts. */
  readonly total: number;
  /** How many choices have this text. */
  readonly times: number;
  readonly walk: (step: 1 | -1) => void;
}

/** The choices of the run that has just written the end of the text; null: there are no others, or one has written on. */
export function useChoices(): Choices | null {
  const controller = useDocument();
  const head = useDocumentView((view) => view.head);
  useDocumentView((view) => view.tree);
  const ranked = useStore(controller.runner.state, (state) => state.alternatives);
  const isTyping = useDocumentView((view) => view.typed.length > 0);
  const ids = alternativesOf(controller);
  const isShown = head !== null && ids.length > 1 && !isTyping;
  useActions(() =>
    isShown
      ? ([1, -1] as const).map((step) => ({
          id: `document:choice:${step}`,
          ...EDITOR_SHORTCUTS[step > 0 ? 'next' : 'previous'],
          group: 'This document',
          also: 'alternative',
          run: () => controller.walkAlternatives(step),
        }))
      : [],
  );
  const node = controller.session.view().tree.nodes.get(head ?? '');
  const runId = isShown ? (node?.runId ?? null) : null;
  // After a reload nobody has seen the run end.
  useEffect(() => {
    if (runId !== null) controller.runner.rank(runId);
  }, [controller, runId]);
  if (!isShown) return null;
  const times = ranked[runId ?? '']?.find(({ choice }) => choice === node?.choice)?.times ?? 1;
  return {
    position: ids.indexOf(head) + 1,
    total: ids.length,
    times,
    walk: (step) => controller.walkAlternatives(step),
  };
}

export function ChoiceSteps({ position, total, times, walk }: Choices) {
  return (
    <span data-choices="" className="flex shrink-0 items-center">
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.previous.label}
        shortcut={EDITOR_SHORTCUTS.previous.keys}
        onClick={() => walk(-1)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <span role="status" className="px-0.5 text-ink-2 tabular-nums">
        Choice {position} of {total}
        {times > 1 && ` (×${times})`}
      </span>
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.next.label}
        shortcut={EDITOR_SHORTCUTS.next.keys}
        onClick={() => walk(1)}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </span>
  );
}
