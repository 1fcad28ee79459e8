'use client';

import { useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { promptsOf } from '@/lib/compare/model/plan-cells';
import { promptText } from '@/lib/compare/model/settings-table';

/** Characters of the prompt that stand in the place of a title. */
const MAX_UNNAMED = 60;

const WORDS = {
  local: 'Not run yet, saved in this browser',
  saved: 'Saved',
  saving: 'Saving',
  unsaved: 'Unsaved changes',
  failed: 'Not saved, retrying',
  conflict: 'Changed in another tab',
} as const;

/** The title of the comparison, edited in place, and whether everything is saved. */
export function TitleField({ className }: { className?: string }) {
  const { plan } = useCompareStore();
  const title = usePlan((view) => view.title);
  // What the list calls it.
  const prompt = usePlan(({ plan: now }) => promptsOf(now)[0]?.prompt ?? '');
  const unnamed = [prompt].flat().join(' ').trim() === '' ? null : promptText(prompt).slice(0, MAX_UNNAMED);
  const saving = usePlan((view) => view.saving);
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${title ?? 'Compare'} · Completions Playground`;
  }, [title]);
  const commit = () => {
    if (typed === null) return;
    const next = typed.trim() || null;
    if (next !== title) plan.change({ title: next });
    setTyped(null);
  };
  return (
    <div className={cx('flex min-w-0 items-center gap-2', className)}>
      <input
        aria-label="Comparison title"
        value={typed ?? title ?? ''}
        maxLength={200}
        placeholder={unnamed ?? 'Untitled comparison'}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) commit();
          if (event.key === 'Escape' && typed !== null) {
            event.preventDefault();
            setTyped(null);
          }
        }}
        className="h-8 max-w-full min-w-36 field-sizing-content truncate rounded-sm border border-transparent bg-transparent px-1.5 text-sm font-medium hover:border-line-strong focus-visible:border-accent pointer-coarse:h-10 pointer-coarse:text-[16px]"
      />
      <span
        title={WORDS[saving]}
        className={cx(
          'shrink-0 text-xs whitespace-nowrap',
          saving === 'failed' || saving === 'conflict' ? 'text-warn' : 'text-ink-3',
          (saving === 'local' || saving === 'saved') && 'max-wide:hidden',
        )}
      >
        {saving === 'local' ? 'Not saved' : saving === 'unsaved' ? 'Saving' : WORDS[saving]}
      </span>
    </div>
  );
}
