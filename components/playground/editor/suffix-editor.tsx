'use client';

import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { sendParameter, setParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { onFieldFocus, takeWaitingFocus, useParameterError } from '@/lib/runs/client/parameter-errors';
import { DraftTextArea } from './draft-text-area';
import { HiddenInSuffix } from './hidden-when-needed';

/** The `suffix` parameter, below the prompt and the gap that it follows. */
export function SuffixEditor() {
  const error = useParameterError('suffix');
  // Beside a list it starts with one line: in a low window the prompts need the space.
  const asList = useDraft((draft) => draft.asList);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // Asked for while the code of this editor was loading.
    if (takeWaitingFocus('suffix')) field.current?.focus();
    return onFieldFocus((name) => {
      if (name !== 'suffix') return false;
      field.current?.focus();
      return true;
    });
  }, []);
  return (
    <div className="flex max-h-[45%] shrink-0 flex-col border-t border-dashed border-line-strong/60">
      <div className="flex h-8 shrink-0 items-center gap-1 pr-2 pl-4">
        <label htmlFor="suffix-text" className="text-xs font-medium text-ink-2">
          Suffix
        </label>
        <span className="mr-auto truncate text-xs text-ink-3">· the model writes up to this text</span>
        <IconButton size="sm" label="Turn off suffix" onClick={() => sendParameter('suffix', false)}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {error && (
        <p role="alert" id="suffix-error" className="px-4 pb-1 text-xs text-bad">
          {error}
        </p>
      )}
      <DraftTextArea
        ref={field}
        id="suffix-text"
        rows={asList ? 1 : 3}
        read={(draft) => draft.settings.values.suffix ?? ''}
        write={(text) => setParameter('suffix', text)}
        aria-describedby={error ? 'suffix-error' : undefined}
        aria-invalid={error ? true : undefined}
        placeholder="Text after the completion, such as the end of a function"
        className={cx(
          'w-full resize-y bg-transparent px-4 pb-2 focus-visible:shadow-[inset_2px_0_0_var(--accent)] focus-visible:outline-transparent',
          asList ? 'field-sizing-content max-h-[max(64px,16dvh)] min-h-9' : 'min-h-16',
        )}
      />
      <div className="flex flex-wrap gap-x-3 gap-y-1 px-4 pb-1 empty:hidden">
        <HiddenInSuffix />
      </div>
    </div>
  );
}
