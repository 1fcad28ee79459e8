'use client';

import { X } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import { MAX_TAGS } from '@/lib/runs/model/runs';
import { TagMenu } from '../browse/tag-menu';

export interface RunTagsProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}

/** The tags of a run: added with suggestions, removed one by one. */
export function RunTags({ tags, onChange }: RunTagsProps) {
  return (
    <div className={cx('flex min-w-0 flex-wrap items-center gap-1', tags.length === 0 && '-ml-2')}>
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex min-w-0 flex-wrap items-center gap-1">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex h-6 max-w-56 items-center rounded-sm border pl-2 text-xs text-ink-2 pointer-coarse:h-10"
            >
              <span className="truncate">{tag}</span>
              <Tooltip content="Remove">
                <button
                  type="button"
                  aria-label={`Remove the tag ${tag}`}
                  onClick={({ currentTarget }) => {
                    focusBeside(currentTarget);
                    onChange(tags.filter((other) => other !== tag));
                  }}
                  className="inline-flex size-[22px] shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:size-10"
                >
                  <X aria-hidden="true" className="size-3" />
                </button>
              </Tooltip>
            </li>
          ))}
        </ul>
      )}
      {tags.length < MAX_TAGS && (
        <TagMenu
          present={NONE}
          side="bottom"
          fieldLabel="Tag to add"
          without={tags}
          onTag={(tag) => {
            if (!tags.includes(tag)) onChange([...tags, tag].sort());
          }}
        />
      )}
    </div>
  );
}

const NONE: readonly string[] = [];

/** Removing a tag moves the focus to the next one, or to the button that adds one. */
function focusBeside(button: HTMLElement): void {
  const item = button.closest('li');
  const near = item?.nextElementSibling ?? item?.previousElementSibling;
  const next = near ?? item?.parentElement?.nextElementSibling;
  next?.querySelector<HTMLElement>('button')?.focus();
}
