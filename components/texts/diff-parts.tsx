import './differences.css';
import type { DiffPart } from '@/lib/texts/model/diff-parts';

/** Units of equal text that are shown beside a difference. */
const CONTEXT = 300;

/** Removed and added parts, in text order. With `folds`, of long equal parts only what stands beside a difference. */
export function DiffParts({ parts, folds = false }: { parts: readonly DiffPart[]; folds?: boolean }) {
  return (
    <div className="run-text text-model wrap-anywhere whitespace-pre-wrap">
      {parts.map(({ kind, text }, at) => {
        // Parts have no identity of their own, and the list never changes.
        const key = `${at} ${kind}`;
        if (kind === 'same') {
          const isEnd = at === 0 || at === parts.length - 1;
          const skipped = text.length - (isEnd ? CONTEXT : 2 * CONTEXT);
          if (!folds || text.length <= 3 * CONTEXT) return <span key={key}>{text}</span>;
          return (
            <span key={key}>
              {at > 0 && text.slice(0, CONTEXT)}
              <span className="mx-1 rounded-sm border px-1 font-sans text-2xs text-ink-3">
                {skipped.toLocaleString('en')} unchanged characters
              </span>
              {at < parts.length - 1 && text.slice(-CONTEXT)}
            </span>
          );
        }
        const Tag = kind === 'added' ? 'ins' : 'del';
        return (
          <Tag key={key} className={`diff-${kind}`}>
            {text}
          </Tag>
        );
      })}
    </div>
  );
}
