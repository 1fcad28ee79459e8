'use client';

import { Button } from '@/components/ui/button';
import { hiddenCharacters, withoutHidden } from '@/lib/protocol/tokens/hidden-characters';
import { lineEnds, shownText } from '@/lib/protocol/tokens/line-ends';

/** What `HiddenNotice` says of a text; null: nothing. A text of its own, so that only another sentence draws anew. */
export function hiddenSummary(text: string): string | null {
  const parts = hiddenCharacters(text).map(({ label, count }) => (count > 1 ? `${label} ×${count}` : label));
  if (parts.length === 0) return null;
  const more = parts.length - MAX_NAMED;
  return `${parts.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Which line ends a text has, where they are not the plain ones. */
export function lineEndSummary(text: string): string | null {
  if (!text.includes('\r')) return null;
  const { crlf, cr, lf } = lineEnds(text);
  const kinds = [crlf > 0 && 'CRLF', cr > 0 && 'CR', lf > 0 && 'LF'].filter((kind) => kind !== false);
  return kinds.length === 1 ? `Line ends are ${kinds[0]}` : `Line ends are mixed: ${kinds.join(', ')}`;
}

const MAX_NAMED = 3;

export interface HiddenNoticeProps {
  hidden: string | null;
  lines: string | null;
  read: () => string;
  write: (text: string) => void;
}

/** Characters that nobody sees in a text field, and the way to be rid of them. The model reads each of them. */
export function HiddenNotice({ hidden, lines, read, write }: HiddenNoticeProps) {
  return (
    <>
      {hidden !== null && (
        <span role="status" className="flex min-w-0 items-center gap-1.5 text-xs text-warn">
          <span className="min-w-0 truncate" title={hidden}>
            Hidden characters: {hidden}
          </span>
          <Button size="sm" onClick={() => write(withoutHidden(read()))}>
            Remove
          </Button>
        </span>
      )}
      {lines !== null && (
        <span role="status" className="flex min-w-0 items-center gap-1.5 text-xs text-ink-2">
          <span className="min-w-0 truncate">{lines}</span>
          <Button size="sm" onClick={() => write(shownText(read()))}>
            Use LF
          </Button>
        </span>
      )}
    </>
  );
}
