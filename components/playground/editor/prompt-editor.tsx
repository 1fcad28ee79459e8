'use client';

import { ListOrdered, TextCursorInput } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { sendParameter } from '@/lib/playground/client/draft-settings';
import { changeDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { clearParameterError, onFieldFocus, useParameterError } from '@/lib/runs/client/parameter-errors';
import { DraftTextArea } from './draft-text-area';
import { PromptList } from './prompt-list';
import { StarterChips } from './starter-chips';
import { SuffixEditor } from './suffix-editor';

const PLACEHOLDER =
  "Start writing and the model will continue. It needn't be a question. Try “The recipe calls for”.";

/** The prompt (one long text or a list), and the suffix when there is one. */
export function PromptEditor() {
  const asList = useDraft((draft) => draft.asList);
  const retained = useDraft((draft) => (draft.asList ? 0 : draft.prompts.length - 1));
  const withSuffix = useDraft((draft) => draft.settings.sent.includes('suffix'));
  const error = useParameterError('prompt');
  const field = useRef<HTMLTextAreaElement>(null);
  const section = useRef<HTMLElement>(null);

  useEffect(
    () =>
      onFieldFocus((name) => {
        if (name !== 'prompt') return false;
        section.current?.querySelector('textarea')?.focus();
        return true;
      }),
    [],
  );

  return (
    <section ref={section} aria-label="Prompt" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 pointer-coarse:h-11 shrink-0 items-center gap-1 pr-2 pl-4">
        <h2 className="text-xs font-medium text-ink-2">{asList ? 'Prompts' : 'Prompt'}</h2>
        {retained > 0 && <span className="truncate text-xs text-ink-3">· {retained} more in the list</span>}
        <span className="mr-auto" />
        <IconButton
          size="sm"
          label="Suffix (text after the completion)"
          pressed={withSuffix}
          onClick={() => sendParameter('suffix', !withSuffix)}
        >
          <TextCursorInput aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label="List of prompts"
          pressed={asList}
          onClick={() => changeDraft({ asList: !asList })}
        >
          <ListOrdered aria-hidden="true" />
        </IconButton>
      </div>
      {error && (
        <p role="alert" id="prompt-error" className="px-4 pb-1 text-xs text-bad">
          {error}
        </p>
      )}
      {asList ? (
        <PromptList />
      ) : (
        <>
          <DraftTextArea
            ref={field}
            read={(draft) => draft.prompts[0]}
            write={(text) => {
              clearParameterError('prompt');
              setPrompt(0, text);
            }}
            aria-label="Prompt"
            aria-describedby={error ? 'prompt-error' : undefined}
            aria-invalid={error ? true : undefined}
            placeholder={PLACEHOLDER}
            className={cx(
              'min-h-0 w-full flex-1 resize-none bg-transparent px-4 pb-3',
              'focus-visible:shadow-[inset_2px_0_0_var(--accent)] focus-visible:outline-transparent',
            )}
          />
          <StarterChips focusEditor={() => field.current?.focus()} />
        </>
      )}
      {withSuffix && <SuffixEditor />}
    </section>
  );
}
