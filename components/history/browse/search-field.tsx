'use client';

import { Search, X } from 'lucide-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { TextField } from '@/components/ui/text-field';
import { Tooltip } from '@/components/ui/tooltip';

/** Letters typed in quick succession need no search each. */
const PAUSE_MS = 120;

export interface SearchFieldProps {
  value: string;
  /** Called while typing, a moment after the last letter. */
  onChange: (value: string) => void;
  /** A search is under way. */
  busy: boolean;
  label?: string;
  placeholder?: string;
  /** The key that focuses the field, to be shown; null where there is none. */
  shortcut?: string | null;
  /** Moves the focus to the first result. */
  toResults?: () => void;
  ref?: Ref<HTMLInputElement>;
  className?: string;
}

export function SearchField({
  value,
  onChange,
  busy,
  label = 'Search prompts, outputs, titles and notes',
  placeholder = 'Search text, titles and notes',
  shortcut = '/',
  toResults,
  ref,
  className,
}: SearchFieldProps) {
  const [text, setText] = useState(value);
  const emitted = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Changed from outside (with the other filters, or by the address): that value wins.
  useEffect(() => {
    if (value === emitted.current) return;
    emitted.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const emit = (next: string) => {
    clearTimeout(timer.current);
    emitted.current = next;
    onChange(next);
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => emit(next.trim()), PAUSE_MS);
  };
  const clear = () => {
    setText('');
    emit('');
  };

  return (
    <search className={cx('relative block', className)}>
      <Search
        aria-hidden="true"
        className={cx(
          'pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3',
          busy && 'animate-pulse',
        )}
      />
      <TextField
        ref={ref}
        type="text"
        role="searchbox"
        inputMode="search"
        aria-label={label}
        aria-keyshortcuts={shortcut ?? undefined}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !busy && text.trim() === value && text !== '') toResults?.();
          else if (event.key === 'Enter') emit(text.trim());
          if (event.key === 'ArrowDown' && toResults) {
            event.preventDefault();
            toResults();
          }
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          clear();
        }}
        className="text-ellipsis pr-9 pl-8 pointer-coarse:pr-10"
      />
      {text === '' ? (
        shortcut !== null && (
          <Kbd
            keys={shortcut}
            className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 pointer-coarse:hidden"
          />
        )
      ) : (
        <Tooltip content="Clear search">
          <button
            type="button"
            aria-label="Clear search"
            onClick={(event) => {
              clear();
              // This button disappears with the text.
              event.currentTarget.parentElement?.querySelector('input')?.focus();
            }}
            className="absolute top-1/2 right-1 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:right-0 pointer-coarse:size-10"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </Tooltip>
      )}
    </search>
  );
}
