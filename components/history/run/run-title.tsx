'use client';

import { Pencil, Star } from 'lucide-react';
import { useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { RunEdited } from '@/lib/runs/model/runs';

const MAX_LENGTH = 200;

export interface RunTitleProps {
  edited: RunEdited;
  /** Shown while there is no title. */
  promptPreview: string;
  onTitle: (title: string | null) => void;
  onStar: (starred: boolean) => void;
}

/** The title of the run, edited in place. */
export function RunTitle({ edited, promptPreview, onTitle, onStar }: RunTitleProps) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const { title, starred } = edited;

  function end(text: string | null): void {
    setEditing(false);
    if (text !== null) {
      const next = text.trim() === '' ? null : text.trim();
      if (next !== title) onTitle(next);
    }
    requestAnimationFrame(() => pencil.current?.focus());
  }

  return (
    <div className="flex min-w-0 items-center gap-1">
      <IconButton
        size="sm"
        label={starred ? 'Starred' : 'Star'}
        pressed={starred}
        onClick={() => onStar(!starred)}
        className={cx('-ml-1 aria-pressed:bg-transparent', starred && 'text-warn! hover:text-warn!')}
      >
        <Star aria-hidden="true" fill={starred ? 'currentColor' : 'none'} />
      </IconButton>
      <h1 className={cx('min-w-0 truncate text-lg', title !== null && 'font-semibold', editing && 'sr-only')}>
        {(title && visibleName(title)) ??
          (visibleName(promptPreview) || <span className="text-ink-3">Empty prompt</span>)}
      </h1>
      {editing ? (
        <TextField
          aria-label="Title"
          placeholder={promptPreview.slice(0, 80) || 'Title'}
          defaultValue={title ?? ''}
          maxLength={MAX_LENGTH}
          // The user pressed a button to open it.
          ref={(field) => field?.focus()}
          onBlur={(event) => {
            // Enter and Escape have already ended the edit.
            if (event.currentTarget.dataset.over === undefined) end(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
            event.preventDefault();
            event.currentTarget.dataset.over = '';
            end(event.key === 'Enter' ? event.currentTarget.value : null);
          }}
          className="max-w-xl flex-1"
        />
      ) : (
        <IconButton ref={pencil} size="sm" label="Rename" word="Rename" onClick={() => setEditing(true)}>
          <Pencil aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
