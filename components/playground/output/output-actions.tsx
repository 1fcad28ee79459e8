'use client';

import { CornerLeftUp, Undo2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton, type WordFrom } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import {
  type Appended,
  appendToPrompt,
  undoAppend,
  useUndoableAppend,
} from '@/lib/playground/client/draft-append';
import { getDraft } from '@/lib/playground/client/draft-store';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptTexts } from '@/lib/protocol/request/prompts';
import { chooseChoice, useChosenChoice } from '@/lib/runs/client/chosen-choice';
import type { RunStore } from '@/lib/runs/client/run-store';
import { continuationText } from '@/lib/runs/client/run-text';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { isOnlyScoring } from '@/lib/runs/model/score/score-request';

export interface ChoiceActionsProps {
  store: RunStore;
  index: number;
  disabled: boolean;
  /** "completion", or which of several. */
  name: string;
  /** One of several that are shown: it can be shown alone. */
  choosable?: boolean;
  /** Where the icon of Copy has its word. */
  wordFrom?: WordFrom;
  /** Where that of Append has it. */
  appendWordFrom?: WordFrom;
  /** Class of the button that copies. */
  copyClassName?: string | undefined;
}

/** The actions on the text of one choice. */
export function ChoiceActions(props: ChoiceActionsProps) {
  const { store, index, disabled, name, choosable = false, wordFrom = '640', copyClassName } = props;
  // Over a choice there are few other actions.
  const { appendWordFrom = choosable ? '400' : '640' } = props;
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const isChosen = useChosenChoice(store) === index;
  const text = () => store.state.choices[index]?.text ?? '';
  const append = () => {
    const { request } = store.view().startRequest;
    appendOutput(store, index, name, continuationText(request, index, text()));
  };
  // A scored text is the prompt itself: there is nothing to append.
  const isScore = isOnlyScoring(store.view().startRequest.request);
  return (
    <>
      {!isScore && (
        <IconButton
          size="sm"
          label={choosable ? `Append to prompt, ${name}` : 'Append to prompt'}
          tooltip="Adds this text to the end of the prompt"
          word="Append"
          wordFrom={appendWordFrom}
          disabled={disabled}
          onClick={append}
        >
          <CornerLeftUp aria-hidden="true" />
        </IconButton>
      )}
      <CopyButton
        text={text}
        label={`Copy ${name}`}
        wordFrom={wordFrom}
        disabled={disabled}
        className={copyClassName}
      />
      {choosable && !isScore && !isChosen && (
        <Tooltip content="Hides the other choices. The prompt stays as it is.">
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Show only this one, ${name}`}
            disabled={disabled || live}
            onClick={() => chooseChoice(store, index)}
          >
            Show only this
          </Button>
        </Tooltip>
      )}
    </>
  );
}

/** Appends text of a choice to its prompt, says so, and offers to undo it. */
export function appendOutput(store: RunStore, index: number, name: string, more: string): void {
  const { runId, startRequest } = store.view();
  if (more === '') return;
  if (getDraft().asIds) {
    toast('The prompt is token IDs. Turn off “Token IDs” to append text.');
    return;
  }
  const appended = appendToPrompt(
    more,
    runId === null ? undefined : { runId, choiceIndex: index, ...continued(startRequest.request, index) },
  );
  if (appended === null) return;
  // One of several may be out of view with its whole field.
  document
    .querySelector(`textarea[data-prompt="${appended.promptIndex}"]`)
    ?.scrollIntoView({ block: 'nearest' });
  toast(`${name.charAt(0).toUpperCase()}${name.slice(1)} added to the prompt.`, {
    of: 'page',
    action: { label: 'Undo', onClick: () => undo(appended) },
  });
}

/** The prompt that a choice continues, and how many choices each prompt has. */
function continued({ prompt, n = 1 }: CompletionRequest, index: number): { n: number; sent: string } {
  return { n, sent: promptTexts(prompt)[Math.floor(index / n)] ?? '' };
}

function undo(appended: Appended): void {
  if (!undoAppend(appended)) toast("Can't undo: the prompt has changed.");
}

/** Shown only while the prompt still ends with the appended text. */
export function UndoAppendButton({ wordFrom }: { wordFrom: WordFrom }) {
  const appended = useUndoableAppend();
  if (appended === null) return null;
  return (
    <IconButton
      size="sm"
      label="Undo append"
      word="Undo"
      wordFrom={wordFrom}
      onClick={() => undoAppend()}
      // There it is in the menu, in words.
      className="pointer-coarse:hidden"
    >
      <Undo2 aria-hidden="true" />
    </IconButton>
  );
}
