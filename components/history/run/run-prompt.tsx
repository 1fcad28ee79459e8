'use client';

import { HiddenInText } from '@/components/runs/hidden-in-text';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptTexts } from '@/lib/protocol/request/prompts';
import type { PromptChange } from '@/lib/runs/model/request-changes';

export interface RunPromptProps {
  request: CompletionRequest;
  /** The change from the parent run's prompt. */
  change: PromptChange | null;
  className?: string;
}

/** The prompt and the suffix. */
export function RunPrompt({ request, change, className }: RunPromptProps) {
  const prompts = promptTexts(request.prompt);
  const length = prompts.reduce((sum, prompt) => sum + prompt.length, 0);
  const changed = change && changeLabel(change);
  return (
    <section aria-label="Prompt" className={cx('flex min-h-0 flex-col', className)}>
      <header className="flex h-9 pointer-coarse:h-11 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <h2 className="text-xs font-medium text-ink-2">Prompt</h2>
        {changed && (
          <span className="min-w-0 truncate rounded-sm bg-accent-soft px-1.5 text-2xs text-accent">
            {changed}
          </span>
        )}
        <span className="ml-auto shrink-0 text-xs text-ink-3">
          {length.toLocaleString('en')} {length === 1 ? 'character' : 'characters'}
          {prompts.length > 1 && ` in ${prompts.length} prompts`}
        </span>
        <CopyButton
          text={() => prompts.join('\n\n')}
          label="Copy prompt"
          wordFrom="always"
          disabled={length === 0}
        />
      </header>
      <section
        ref={focusableScroller}
        aria-label="Prompt text"
        className="text-model min-h-0 flex-1 overflow-y-auto px-4 py-3 wrap-anywhere whitespace-pre-wrap -outline-offset-2"
      >
        {prompts.length > 1 ? (
          <ol>
            {prompts.map((prompt, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and two prompts may be alike.
              <li key={at} className="mb-3 last:mb-0">
                <span className="block font-sans text-2xs text-ink-3">Prompt {at + 1}</span>
                {prompt}
              </li>
            ))}
          </ol>
        ) : (
          prompts[0] || <span className="font-sans text-sm text-ink-3">Empty prompt</span>
        )}
        <HiddenInText text={prompts.join('\n')} className="mt-2" />
        {request.suffix && (
          <div className="mt-3 border-t border-dashed pt-2 text-ink-2">
            <span className="block font-sans text-2xs text-ink-3">Suffix</span>
            {request.suffix}
            <HiddenInText text={request.suffix} className="mt-1" />
          </div>
        )}
      </section>
    </section>
  );
}

function changeLabel(change: PromptChange): string | null {
  switch (change.kind) {
    case 'same':
      return null;
    case 'continued':
      // Characters, as in the count beside it.
      return `${change.added.toLocaleString('en')} ${change.added === 1 ? 'character' : 'characters'} longer than parent run`;
    case 'changed':
      return 'Changed from parent run';
  }
}
