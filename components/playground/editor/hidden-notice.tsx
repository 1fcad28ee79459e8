'use client';

import { Button } from '@/components/ui/button';
import { hiddenCharacters, withoutHidden } from '@/lib/protocol/tokens/hidden-characters';
import { lineEnds, shownText } from '@/lib/protocol/tokens/line-ends';

/** The notice for a text; null: none. A string, so that only a different sentence renders again. */
export function hiddenSummary(text: string): string | null {
  const parts = hiddenCharacters(text).map(({ label, count }) => (count > 1 ? `${label} ×${count}` : label));
  if (parts.length === 0) return null;
  const more = parts.length - MAX_NAMED;
  return `${parts.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The notice about a text's line ends; null: all of them are LF. */
export function lineEndSummary(text: string): string | null {
  if (!text.includes('\r')) return null;
  const { crlf, cr, lf } = lineEnds(text);
  const kinds = [crlf > 0 && 'CRLF', cr > 0 && 'CR', lf > 0 && 'LF'].filter((kind) => kind !== false);
  return kinds.length === 1 ? `Line endings are ${kinds[0]}` : `Line endings are mixed: ${kinds.join(', ')}`;
}

const MAX_NAMED = 3;

export interface HiddenNoticeProps {
  hidden: string | null;
  lines: string | null;
  read: () => string;
  write: (text: string) => void;
}

/** Lists characters that a text field does not show, and removes them. The model reads each of them. */
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
