'use client';

import { useDraft } from '@/lib/playground/client/draft-store';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

/** The start text, which is sent after what the editor shows. */
export function StartTextNote() {
  const start = useDraft((draft) => (draft.asIds ? '' : draft.injected.start));
  if (start === '') return null;
  return (
    <span className="flex max-w-full min-w-0 items-baseline gap-1 text-xs text-ink-3">
      Sent with
      <code className="min-w-0 truncate rounded-sm bg-sunken px-1 text-ink-2">{visibleInline(start)}</code>
      at the end
    </span>
  );
}
