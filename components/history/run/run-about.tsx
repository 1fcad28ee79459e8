'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { RunDetail, RunEdited } from '@/lib/runs/model/runs';
import { RunFacts } from './run-facts';
import { RunNote, type RunNoteProps } from './run-note';
import { RunTags } from './run-tags';

export interface RunAboutProps {
  run: RunDetail;
  edited: RunEdited;
  onTags: (tags: string[]) => void;
  onNote: RunNoteProps['onSave'];
  className?: string;
}

/** On a phone, under the title: the tags of a run, and its facts and note in one line that opens. */
export function RunAbout({ run, edited, onTags, onNote, className }: RunAboutProps) {
  const [isOpen, setOpen] = useState(false);
  const { note, tags } = edited;
  return (
    // The text opens under both: the tags keep their place.
    <div className={cx('flex min-w-0 flex-wrap items-start justify-between gap-x-2', className)}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1 flex h-7 min-w-40 flex-1 items-center gap-1 rounded-sm px-1 text-left text-xs text-ink-2 hover:text-ink pointer-coarse:h-10"
      >
        <ChevronRight
          aria-hidden="true"
          className={cx('size-3.5 shrink-0 transition-transform', isOpen && 'rotate-90')}
        />
        <span className="shrink-0 font-medium">About and note</span>
        {note && !isOpen && <span className="min-w-0 truncate text-ink-3">{visibleName(note)}</span>}
      </button>
      <RunTags tags={tags} onChange={onTags} />
      {/* Its field is made anew on each opening: it begins with the note as it is then. */}
      {isOpen && (
        <div className="flex min-w-0 basis-full flex-col gap-2 pt-1 pb-1">
          <RunFacts run={run} />
          <RunNote note={note} onSave={onNote} />
        </div>
      )}
    </div>
  );
}
