'use client';

import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { ariaShortcut } from '@/components/ui/shortcut-text';
import { Tooltip } from '@/components/ui/tooltip';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { sendParameter } from '@/lib/playground/client/draft-settings';
import { changeDraft, setPrompt, useDraft } from '@/lib/playground/client/draft-store';
import { clearParameterError, onFieldFocus, useParameterError } from '@/lib/runs/client/parameter-errors';
import { DraftTextArea } from './draft-text-area';
import { DropHint, usePromptDrop } from './file-drop';
import { StarterChips } from './starter-chips';
import { TextStats } from './text-stats';

const loadList = () => import('./prompt-list').catch(() => null);
const PromptList = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await loadList();
  return { default: loaded?.PromptList ?? NotLoaded };
});
const loadSuffix = () => import('./suffix-editor').catch(() => null);
const SuffixEditor = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await loadSuffix();
  return { default: loaded?.SuffixEditor ?? NotLoaded };
});

const PLACEHOLDER =
  "Start writing and the model will continue. It doesn't have to be a question. Try “Once upon a time”.";

const IDS_PLACEHOLDER = 'Token IDs, such as 7454, 2402. The model continues after the last one.';

/**
 * The prompt (one long text or a list), and the suffix when there is one. `onImport` gets the text of a dropped file
 * that is a request.
 */
export function PromptEditor({
  onImport,
  modeSwitch,
}: {
  onImport: (text: string) => void;
  modeSwitch: ReactNode;
}) {
  const asList = useDraft((draft) => draft.asList);
  const asIds = useDraft((draft) => draft.asIds);
  const retained = useDraft((draft) => (draft.asList ? 0 : draft.prompts.length - 1));
  const withSuffix = useDraft((draft) => draft.settings.sent.includes('suffix'));
  const error = useParameterError('prompt');
  const field = useRef<HTMLTextAreaElement>(null);
  const section = useRef<HTMLElement>(null);
  const { isOver, handlers } = usePromptDrop(onImport);
  // On a phone its size is up here: a line less under it.
  const isPhone = useMedia(PHONE, false);

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
    <section
      ref={section}
      aria-label="Prompt"
      className={cx(
        'relative flex grow basis-0 flex-col',
        // On a phone a card and the button below it.
        asList && 'min-h-24 max-wide:min-h-60 max-wide:in-data-grows:min-h-[max(240px,40dvh)]',
      )}
      {...handlers}
    >
      {isOver && <DropHint />}
      <div className="@container flex h-9 pointer-coarse:h-11 shrink-0 items-center gap-1 pr-2 pl-4">
        <h2 className="sr-only">{asList ? 'Prompts' : 'Prompt'}</h2>
        {modeSwitch}
        {retained > 0 && <span className="truncate text-xs text-ink-3">· {retained} more in the list</span>}
        <span className="mr-auto" />
        {isPhone && <TextStats className="min-w-0 text-right" />}
        <Toggle
          label="Suffix (text after the completion)"
          aria-pressed={withSuffix}
          onPointerEnter={() => void loadSuffix()}
          onFocus={() => void loadSuffix()}
          onClick={() => sendParameter('suffix', !withSuffix)}
        >
          Suffix
        </Toggle>
        <Toggle
          label="Type the prompt as token IDs instead of text"
          aria-pressed={asIds}
          onClick={() => {
            clearParameterError('prompt');
            void import('./switch-ids').then(
              ({ switchIds }) => switchIds(),
              () => changeDraft({ asIds: !asIds }),
            );
          }}
        >
          Token IDs
        </Toggle>
        <Toggle
          label="Multiple prompts in one run, each with its own completion"
          aria-pressed={asList}
          onPointerEnter={() => void loadList()}
          onFocus={() => void loadList()}
          onClick={() => changeDraft({ asList: !asList })}
        >
          Multiple prompts
        </Toggle>
      </div>
      {error && (
        <p role="alert" id="prompt-error" className="px-4 pb-1 text-xs text-bad">
          {error}
        </p>
      )}
      {asList ? (
        <Suspense fallback={<div className="flex-1" />}>
          <PromptList />
        </Suspense>
      ) : (
        <>
          <DraftTextArea
            ref={field}
            read={(draft) => draft.prompts[0]}
            write={(text) => {
              clearParameterError('prompt');
              setPrompt(0, text);
            }}
            id="prompt"
            aria-label="Prompt"
            aria-keyshortcuts={ariaShortcut(SHORTCUTS.prompt.keys)}
            data-prompt={0}
            data-arrival=""
            aria-describedby={error ? 'prompt-error' : undefined}
            aria-invalid={error ? true : undefined}
            placeholder={asIds ? IDS_PLACEHOLDER : PLACEHOLDER}
            className={cx(
              // Three lines, whatever is below.
              'min-h-[calc(3lh+12px)] w-full flex-1 resize-none bg-transparent px-4 pb-3',
              // On a phone it grows with the text until there is an output, which gets the space then.
              'max-wide:in-data-grows:field-sizing-content max-wide:in-data-grows:max-h-[max(40dvh,var(--editor-share)*100dvh)] max-wide:in-data-grows:flex-auto',
              'focus-visible:shadow-[inset_2px_0_0_var(--accent)] focus-visible:outline-transparent',
            )}
          />
          {!asIds && <StarterChips focusEditor={() => field.current?.focus()} />}
        </>
      )}
      {withSuffix && (
        <Suspense fallback={<div className="h-29 shrink-0 border-t border-dashed border-line-strong/60" />}>
          <SuffixEditor />
        </Suspense>
      )}
    </section>
  );
}

/** Its word names it, and the tooltip says what it does. */
function Toggle({ label, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <Tooltip content={label}>
      <Button
        {...rest}
        size="sm"
        variant="ghost"
        // What has no space here is in the toolbar's menu; what is on stays, to be switched off.
        className="@max-[460px]:not-aria-pressed:hidden aria-pressed:bg-accent-soft aria-pressed:text-accent"
      />
    </Tooltip>
  );
}

function NotLoaded() {
  return (
    <p role="alert" className="flex-1 px-4 py-2 text-ink-2">
      Couldn't load this. Check your network.
    </p>
  );
}
