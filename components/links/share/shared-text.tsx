import { memo } from 'react';
import { cx } from '@/components/ui/cx';
import { REDACTED } from '@/lib/links/model/redact';

/** A text longer than this is laid out a piece at a time, as its pieces come into sight. */
const WHOLE = 8_000;
/** Characters of a piece, at least; it ends with a line. */
const PIECE = 4_000;

/** A text as a link shows it. It can be selected, and what was blacked out is one mark however long it was. */
export const SharedText = memo(function SharedText({
  text,
  className = 'text-model',
}: {
  text: string;
  className?: string;
}) {
  const style = cx('wrap-anywhere whitespace-pre-wrap', className);
  if (text.length <= WHOLE) {
    return (
      <div data-shared-text="" className={style}>
        <Marked text={text} />
      </div>
    );
  }
  return (
    <div data-shared-text="" className={style}>
      {chunksOf(text).map((chunk, at) => (
        // The pieces of a text are where they are; nothing else tells them apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className="[contain-intrinsic-size:auto_900px] [content-visibility:auto]">
          <Marked text={chunk} />
        </div>
      ))}
    </div>
  );
});

function Marked({ text }: { text: string }) {
  if (!text.includes(REDACTED)) return text;
  return text.split(REDACTED).map((between, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
    <span key={at}>
      {at > 0 && (
        <mark data-redacted="" className="rounded-sm bg-ink text-ink">
          <span className="sr-only">redacted</span>
          <span aria-hidden="true">{REDACTED}</span>
        </mark>
      )}
      {between}
    </span>
  ));
}

/** Line ends stay at the ends of the pieces, where they draw no line of their own. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  for (let start = 0; start < text.length; ) {
    const line = text.indexOf('\n', start + PIECE);
    const end = line < 0 ? text.length : line + 1;
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}
