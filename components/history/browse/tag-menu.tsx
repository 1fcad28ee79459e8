'use client';

import { Tag } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Popover } from '@/components/ui/popover';
import { TextField } from '@/components/ui/text-field';
import { useFilterChoices } from '@/lib/history/client/filter-choices';
import { foldText } from '@/lib/history/model/search/fold-text';

export interface TagMenuProps {
  /** Tags that some of the selected runs have. */
  present: readonly string[];
  onTag: (tag: string) => void;
  /** Absent where tags are removed elsewhere. */
  onUntag?: (tag: string) => void;
  side?: 'top' | 'bottom';
  fieldLabel?: string;
  /** Tags that are not suggested. */
  without?: readonly string[];
}

/** Adds a tag to runs, or removes one. */
export function TagMenu(props: TagMenuProps) {
  const { present, onTag, onUntag, side = 'top', without = [] } = props;
  const { fieldLabel = 'Tag for the selected runs' } = props;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { tags } = useFilterChoices();
  const requested = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  const offered = tags
    .filter((tag) => foldText(tag).includes(foldText(requested)) && !without.includes(tag))
    .slice(0, 8);
  const put = (tag: string) => {
    setText('');
    setOpen(false);
    onTag(tag);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (requested !== '') put(requested);
  };
  return (
    <Popover
      label="Tags"
      side={side}
      open={open}
      onOpenChange={setOpen}
      className="w-72 p-1"
      trigger={
        <Button size="sm" variant="ghost">
          <Tag aria-hidden="true" className="size-3.5" /> Tag
        </Button>
      }
    >
      <form onSubmit={submit} className="flex items-center gap-1 p-1">
        <TextField
          aria-label={fieldLabel}
          data-autofocus="always"
          placeholder="New or existing tag"
          maxLength={50}
          value={text}
          onChange={(event) => setText(event.target.value.replace(/,/g, ''))}
          enterKeyHint="done"
          className="min-w-0"
        />
        <Button type="submit" aria-label="Add tag" disabled={requested === ''} className="px-2">
          Add
          <Kbd keys="enter" className="pointer-coarse:hidden" />
        </Button>
      </form>
      <ul>
        {offered.map((tag) => (
          <li key={tag}>
            <button type="button" onClick={() => put(tag)} className={ITEM}>
              <span className="truncate">{tag}</span>
            </button>
          </li>
        ))}
      </ul>
      {onUntag && present.length > 0 && (
        <>
          <p className="mt-1 border-t px-2 pt-2 pb-1 text-2xs text-ink-3">Remove</p>
          <ul>
            {present.map((tag) => (
              <li key={tag}>
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    onUntag(tag);
                  }}
                  className={ITEM}
                >
                  <span className="truncate">{tag}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Popover>
  );
}

const ITEM =
  'flex min-h-7 w-full items-center rounded-sm px-2 text-left text-sm -outline-offset-2 hover:bg-hover pointer-coarse:min-h-10';
