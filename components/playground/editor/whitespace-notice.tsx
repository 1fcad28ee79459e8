'use client';

import { Button } from '@/components/ui/button';
import { getDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';

/** Warns of white space at the end of a prompt: tokens begin with their space, so it confuses most models. */
export function WhitespaceNotice({ index }: { index: number }) {
  const shown = useDraft((draft) => {
    // The start text comes after it, and has a notice of its own.
    if (draft.injected.start !== '') return null;
    const found = trailingWhitespace(draft.prompts[index] ?? '');
    return found === null ? null : found.visible;
  });
  if (shown === null) return null;
  const trim = () => {
    const text = getDraft().prompts[index] ?? '';
    setPrompt(index, trailingWhitespace(text)?.trimmed ?? text);
  };
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-xs text-warn">
      <span className="min-w-0 truncate">
        Ends with <code className="rounded-sm bg-warn-soft px-1">{shown}</code>, which usually hurts
        completions
      </span>
      <Button size="sm" onClick={trim}>
        Trim
      </Button>
    </span>
  );
}
