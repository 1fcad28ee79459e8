'use client';

import { GitBranch, History, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { choiceName } from '@/components/runs/choice-name';
import { ScoreBar } from '@/components/runs/score/score-bar';
import { WhatIfPanel } from '@/components/runs/what-if/what-if-switch';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { useDismissed } from '@/lib/playground/client/dismissed-traps';
import { useDraft } from '@/lib/playground/client/draft-store';
import { differencesFromRun } from '@/lib/playground/client/run-differences';
import { useZeroRefusal } from '@/lib/playground/client/score-draft';
import { repeatsPrompt } from '@/lib/protocol/request/prompt-traps';
import { promptOfChoice } from '@/lib/protocol/run/echoed-prompt';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { useChosenChoice } from '@/lib/runs/client/chosen-choice';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { momentLabel, momentOfRun } from '@/lib/runs/model/run-moment';
import { openRunHere } from '../open-run';
import { usePlaygroundSlots } from '../playground-slots';
import { appendOutput } from './output-actions';

/** Over an output: where it branched off, and what is odd about it. */
export function OutputNotes({ store }: { store: RunStore }) {
  return (
    <>
      <WhatIfPanel store={whatIfOf(store)} />
      <BranchNote store={store} />
      <PromptScore store={store} />
      <RepeatedPromptNote store={store} />
    </>
  );
}

/** The answer begins with the prompt, though it was not to: appended, it would be there twice. */
function RepeatedPromptNote({ store }: { store: RunStore }) {
  const isOver = useRunView(store, (view) => view?.phase === 'ended');
  const { request } = store.view().startRequest;
  const chosen = useChosenChoice(store);
  const repeats = (index: number) =>
    repeatsPrompt(promptOfChoice(request, index) ?? '', store.state.choices[index]?.text ?? '');
  const first = isOver && !request.echo ? store.state.choices.findIndex((_, index) => repeats(index)) : -1;
  const index = chosen !== null && repeats(chosen) ? chosen : first;
  const [isDismissed, dismiss] = useDismissed('answer', first === -1 ? null : String(store.view().runId));
  if (first === -1 || isDismissed) return null;
  const prompt = promptOfChoice(request, index) ?? '';
  const text = store.state.choices[index]?.text ?? '';
  const count = store.state.choices.length;
  const name =
    count === 1
      ? 'completion'
      : choiceName(index, request.n ?? 1, Array.isArray(request.prompt) ? request.prompt.length : 1);
  return (
    <Note
      icon={<TriangleAlert aria-hidden="true" className="size-3.5 shrink-0 text-warn" />}
      action={
        <span className="flex shrink-0 items-center gap-1">
          {text.length > prompt.length && (
            <Button
              size="sm"
              onClick={() => appendOutput(store, index, name, text.slice(prompt.length))}
              aria-label={`Append without the prompt, ${name}`}
            >
              Append without the prompt
            </Button>
          )}
          <IconButton size="sm" label="Dismiss" onClick={dismiss}>
            <X aria-hidden="true" />
          </IconButton>
        </span>
      }
    >
      The output repeats the prompt, although echo is off. Appending it would add the prompt twice.
    </Note>
  );
}

function PromptScore({ store }: { store: RunStore }) {
  const { pickScoredRun } = usePlaygroundSlots();
  const runId = useRunView(store, (view) => view?.runId ?? null);
  const refusal = useZeroRefusal(runId);
  const note = refusal && `The server rejected max_tokens 0 (“${refusal}”), so 1 was sent instead.`;
  return <ScoreBar store={store} pickRun={pickScoredRun} note={note} />;
}

function BranchNote({ store }: { store: RunStore }) {
  const parent = useRunView(store, (view) => view?.startRequest.parent);
  const prompt = useRunView(store, (view) => view?.startRequest.request.prompt);
  if (parent?.branch?.kind !== 'branch' || typeof prompt !== 'string') return null;
  const moment = momentOfRun(parent.runId);
  return (
    <Note
      icon={<GitBranch aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />}
      action={
        <Button
          size="sm"
          aria-label="Back to the original run"
          onClick={() => void openRunHere(parent.runId)}
        >
          <span>
            Back<span className="max-wide:hidden"> to the original run</span>
          </span>
        </Button>
      }
    >
      Branched from {moment ? `the ${momentLabel(moment)} run` : 'an earlier run'} at{' '}
      <span className="font-mono whitespace-pre-wrap text-ink">“{endOf(prompt)}”</span>
    </Note>
  );
}

/** Under an output, where it moves no text when it comes: what has changed on the page since it was run. */
export function OtherSettingsNote({ store }: { store: RunStore }) {
  const { startRequest, runId } = useRunView(store, (view) => view) ?? store.view();
  const differences = useDraft((draft) => differencesFromRun(draft, startRequest));
  if (differences === '') return null;
  return (
    <Note
      className="border-t border-b-0"
      icon={<History aria-hidden="true" className="size-3.5 shrink-0 text-warn" />}
      action={
        runId !== null && (
          <Link
            href={`/compare?runs=${runId}&from=draft`}
            prefetch={false}
            className="shrink-0 rounded-sm px-1 text-accent hover:underline pointer-coarse:py-3"
          >
            Compare
          </Link>
        )
      }
      opens
    >
      Changed since this run: {differences}
    </Note>
  );
}

interface NoteProps {
  icon: ReactNode;
  action: ReactNode;
  /** It may be long: a press shows all of it. */
  opens?: boolean;
  className?: string;
  children: ReactNode;
}

function Note({ icon, action, opens = false, className, children }: NoteProps) {
  const [isOpen, setOpen] = useState(false);
  const text = (
    <span
      className={cx(
        'wrap-anywhere',
        // Where it opens, one line is enough to tell what it is about.
        isOpen ? 'block py-1' : opens ? 'line-clamp-1' : 'line-clamp-3 wide:line-clamp-1',
      )}
    >
      {children}
    </span>
  );
  return (
    <div
      className={cx(
        'flex min-h-8 shrink-0 items-center gap-2 border-b bg-sunken pr-2 pl-4 text-xs text-ink-2 not-pointer-coarse:py-1 pointer-coarse:min-h-10',
        className,
      )}
    >
      {icon}
      {opens ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="min-w-0 flex-1 rounded-sm text-left pointer-coarse:min-h-10"
        >
          {text}
        </button>
      ) : (
        <p className="min-w-0 flex-1">{text}</p>
      )}
      {action}
    </div>
  );
}

const SHOWN = 28;

/** The last words of a prompt: there the branch begins. */
function endOf(prompt: string): string {
  const end = [...prompt.slice(-SHOWN * 2)].slice(-SHOWN).join('');
  if (end.length === prompt.length) return visibleInline(end).replaceAll('␣', ' ');
  // From a word on, where one begins in time.
  const word = end.slice(0, SHOWN / 2).indexOf(' ') + 1;
  return `…${visibleInline(end.slice(word)).replaceAll('␣', ' ')}`;
}
