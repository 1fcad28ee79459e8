'use client';

import { useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { TextArea } from '@/components/ui/text-area';
import { toast } from '@/components/ui/toast';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { judgingOrder, newOrder } from '@/lib/compare/client/judging-order';
import { useVotes } from '@/lib/compare/client/votes';
import { gridOf } from '@/lib/compare/model/cell-grid';
import type { Vote } from '@/lib/compare/model/comparisons';
import { drawPair } from '@/lib/compare/model/judging';
import { counted } from '@/lib/platform/numbers/counted';
import { useCompareView } from '../view-state';
import { JudgedPane } from './judged-pane';
import { JudgedPrompt } from './judged-prompt';
import { useJudgeKeys, type Verdict } from './use-judge-keys';
import { VoteTally } from './vote-tally';

function focus(heading: HTMLElement | null): void {
  heading?.focus();
}

/**
 * Outputs without their names. Nothing on the page, visible or hidden, says which is which before the vote,
 * so nothing else of the comparison is rendered meanwhile.
 */
export function JudgeScreen({ cells }: { cells: readonly string[] }) {
  const { plan: store } = useCompareStore();
  const id = usePlan(({ comparison }) => comparison?.id ?? null);
  const { isSeries, change } = useCompareView();
  const leave = () => change({ judged: null });
  const { votes, vote, takeBack } = useVotes();
  const figures = useCellFigures();
  const [order, setOrder] = useState(() => (isSeries ? cells : judgingOrder(id, cells)));
  const [count, setCount] = useState(0);
  const [isFinished, setFinished] = useState(false);
  const [verdict, setVerdict] = useState<Verdict>(null);
  const [note, setNote] = useState('');
  const [retained, setRetained] = useState<Vote | null>(null);
  const [sending, setSending] = useState(false);
  /** The next pair; the vote before can be taken back meanwhile. */
  const goOn = (made: Vote) => {
    const grid = gridOf(store.view().plan);
    const next = drawPair(grid, (cell) => figures.cells.get(cell), [...votes, made]);
    setVerdict(null);
    setNote('');
    setCount((before) => before + 1);
    toast('Vote saved.', {
      id: 'vote',
      action: {
        label: 'Undo',
        onClick: () => void takeBack(made.id).then(() => setCount((before) => before - 1), toastError),
      },
    });
    if (next === null) setFinished(true);
    else setOrder(next);
  };
  const send = async () => {
    if (verdict === null || sending || retained) return;
    setSending(true);
    try {
      await store.save();
      const made = await vote({
        cell: verdict === 'none' ? null : verdict,
        note: note.trim() || null,
        shown: [...order],
      });
      if (isSeries) goOn(made);
      else setRetained(made);
    } catch (error) {
      toastError(error);
    } finally {
      setSending(false);
    }
  };
  const again = () => {
    setOrder(newOrder(id, cells));
    setVerdict(null);
    setNote('');
    setRetained(null);
  };
  const undo = async () => {
    if (!retained) return;
    try {
      await takeBack(retained.id);
      toast('Vote undone.');
      leave();
    } catch (error) {
      toastError(error);
    }
  };
  const isOver = retained !== null || isFinished;
  useJudgeKeys({
    order,
    isOver,
    onVerdict: setVerdict,
    onVote: () => void send(),
  });

  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <h1
          // After a vote it is another page: the element that had the focus went with the one before.
          key={isOver ? 'result' : 'vote'}
          ref={focus}
          tabIndex={-1}
          className="mr-auto text-sm font-semibold outline-none"
        >
          {isFinished ? 'Results' : retained ? 'Which was which' : `Which of these ${order.length} is best?`}
        </h1>
        {retained && (
          <>
            <Button variant="ghost" onClick={() => void undo()}>
              Undo vote
            </Button>
            <Button onClick={again}>Vote again</Button>
          </>
        )}
        {isSeries && !isOver && (
          <span role="status" className="text-xs text-ink-3 tabular-nums">
            {counted(count, 'vote')} so far
          </span>
        )}
        {isOver ? (
          <Button variant="primary" onClick={leave}>
            Done
          </Button>
        ) : isSeries && count > 0 ? (
          <Button onClick={() => setFinished(true)}>Finish</Button>
        ) : (
          <Button variant="ghost" onClick={leave}>
            Leave without voting
          </Button>
        )}
      </header>
      {isFinished ? (
        <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
          <VoteTally className="max-w-2xl" />
        </div>
      ) : (
        <>
          <JudgedPrompt cells={order} />
          <fieldset
            aria-label="Outputs"
            className="grid min-h-0 flex-1 auto-rows-[minmax(220px,1fr)] grid-cols-[repeat(auto-fit,minmax(min(100%,280px),1fr))] gap-px overflow-y-auto bg-line"
          >
            {order.map((cell, at) => (
              <JudgedPane
                key={cell}
                cell={cell}
                number={at + 1}
                isChosen={(retained ? (retained.cell ?? 'none') : verdict) === cell}
                isRevealed={retained !== null}
                onChoose={() => setVerdict(cell)}
              />
            ))}
          </fieldset>
          {retained ? (
            <div className="max-h-[40%] shrink-0 overflow-y-auto border-t bg-surface px-4 py-3">
              <p role="status" className="pb-2">
                {retained.cell === null ? 'You voted “No difference”.' : 'Your vote is saved.'}
              </p>
              <VoteTally className="max-w-2xl" />
            </div>
          ) : (
            <form
              className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2 border-t bg-surface px-4 py-2.5"
              onSubmit={(event) => {
                event.preventDefault();
                void send();
              }}
            >
              <label className="flex h-8 items-center gap-2 pointer-coarse:h-10">
                <input
                  type="radio"
                  name="verdict"
                  checked={verdict === 'none'}
                  onChange={() => setVerdict('none')}
                  className="size-4 accent-(--accent)"
                />
                No difference <Kbd keys="n" />
              </label>
              <TextArea
                aria-label="Note"
                placeholder="Why? (optional)"
                rows={1}
                maxLength={10_000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
                className="field-sizing-content max-h-28 min-w-48 flex-1 basis-60 resize-none!"
              />
              <Button type="submit" variant="primary" loading={sending} disabled={verdict === null}>
                {isSeries ? 'Vote and continue' : 'Vote and reveal'}
              </Button>
            </form>
          )}
        </>
      )}
    </main>
  );
}
