import { memo } from 'react';
import { cx } from '@/components/ui/cx';
import { REDACTED } from '@/lib/links/model/redact';

/** A longer text is laid out in chunks, each when it becomes visible. */
const MAX_UNCUT_LENGTH = 8_000;
/** Least characters of a chunk; it ends at a line end. */
const CHUNK_LENGTH = 4_000;

/** A text as a link shows it. It can be selected, and each redaction is one mark of fixed length. */
export const SharedText = memo(function SharedText({
  text,
  className = 'text-model',
}: {
  text: string;
  className?: string;
}) {
  const style = cx('wrap-anywhere whitespace-pre-wrap', className);
  if (text.length <= MAX_UNCUT_LENGTH) {
    return (
      <div data-shared-text="" className={style}>
        <Marked text={text} />
      </div>
    );
  }
  return (
    <div data-shared-text="" className={style}>
      {chunksOf(text).map((chunk, at) => (
        // Chunks are identified by nothing but their index.
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

/** Line ends stay at the ends of the chunks, where they add no empty line. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  for (let start = 0; start < text.length; ) {
    const line = text.indexOf('\n', start + CHUNK_LENGTH);
    const end = line < 0 ? text.length : line + 1;
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}
