'use client';

import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { RunError } from '@/lib/protocol/run/run-events';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { noteScored } from '@/lib/runs/client/scored-texts';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { isScoring } from '@/lib/runs/model/score/score-request';
import { type NoScore, scoreChoice } from '@/lib/runs/model/score/text-score';
import { choiceName } from '../choice-name';
import type { CompareScoresProps, PickRun } from './compare-scores';
import { LOWER_IS, leftOutLabel, ScoreFigures } from './score-figures';

const loadCompare = () => import('./compare-scores');
const CompareScores = lazy(async (): Promise<{ default: ComponentType<CompareScoresProps> }> => {
  const loaded = await loadCompare().catch(() => null);
  return { default: loaded?.CompareScores ?? NotLoaded };
});

export interface ScoreBarProps {
  store: RunStore;
  pickRun: PickRun;
  /** Something to add: what was different from a usual score. */
  note?: string | null;
}

/** Over the output of a run that scores its prompt: the figures, or why there are none. */
export function ScoreBar(props: ScoreBarProps) {
  const isScore = useRunView(
    props.store,
    (view) => view !== null && isScoring(view.startRequest.request) && !isLive(view),
  );
  // A run of our own server's refusal has nothing to say about scores.
  const refused = useRunView(props.store, (view) => view?.phase === 'refused');
  return isScore && !refused ? <EndedScore {...props} /> : null;
}

function EndedScore({ store, pickRun, note = null }: ScoreBarProps) {
  const runId = useRunView(store, (view) => view?.runId ?? null);
  const error = useRunView(store, (view) => view?.error ?? null);
  // The run has ended: its choices do not change any more, except that their probabilities may load later.
  const choices = useRunView(store, (view) => view?.choices);
  const results = useMemo(() => {
    const { request } = store.view().startRequest;
    return (choices ?? []).flatMap((_, at) => {
      const choice = store.state.choices[at];
      return choice ? [{ choice, result: scoreChoice(request, choice) }] : [];
    });
  }, [store, choices]);
  const [comparing, setComparing] = useState(false);
  const isScored = results.some(({ result }) => result.ok);
  const name = useNames(store);
  useEffect(() => {
    if (isScored && runId !== null) noteScored(runId);
  }, [isScored, runId]);

  return (
    <section
      aria-label="Score"
      className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-1 border-b bg-sunken py-1.5 pr-2 pl-4 text-xs"
    >
      <div className="min-w-0 flex-1 basis-64 space-y-1 pt-0.5">
        {results.map(({ choice, result }) => (
          <div key={choice.index} className="space-y-0.5">
            {results.length > 1 && (
              <h3 className="font-medium first-letter:uppercase">{name(choice.index)}</h3>
            )}
            {result.ok ? (
              <>
                <ScoreFigures score={result.score} />
                <p className="text-ink-3">
                  {LOWER_IS} {leftOutLabel(result.score)}
                </p>
              </>
            ) : (
              <NoScoreText reason={result.reason} error={error} isEmpty={choice.text === ''} />
            )}
          </div>
        ))}
        {note !== null && <p className="text-ink-2">{note}</p>}
      </div>
      {isScored && runId !== null && (
        <Button
          size="sm"
          onPointerEnter={() => void loadCompare().catch(() => undefined)}
          onFocus={() => void loadCompare().catch(() => undefined)}
          onClick={() => setComparing(true)}
        >
          Compare scores
        </Button>
      )}
      {comparing && (
        <Suspense fallback={null}>
          <CompareScores store={store} pickRun={pickRun} onClose={() => setComparing(false)} />
        </Suspense>
      )}
    </section>
  );
}

function useNames(store: RunStore): (index: number) => string {
  const { n = 1, prompt }: CompletionRequest = store.view().startRequest.request;
  return (index) => choiceName(index, n, Array.isArray(prompt) ? prompt.length : 1);
}

interface NoScoreTextProps {
  reason: NoScore;
  /** What the run failed with. */
  error: RunError | null;
  isEmpty: boolean;
}

function NoScoreText({ reason, error, isEmpty }: NoScoreTextProps) {
  if (error) {
    const isRefusal = error.kind === 'bad_request' || error.kind === 'unprocessable';
    return (
      <p className="wrap-anywhere">
        {isRefusal ? "The server can't score this text: " : 'No score: the run failed. '}
        {isRefusal && <q>{error.message.slice(0, MAX_REASON)}</q>}
      </p>
    );
  }
  return <p>{isEmpty ? NO_ANSWER : REASONS[reason]}</p>;
}

const MAX_REASON = 400;
const NO_ANSWER = 'No score: the server returned nothing, although echo was on.';
const REASONS: Readonly<Record<NoScore, string>> = {
  'no-probabilities': 'No score: the server returned no probabilities for the prompt.',
  'no-echo': 'No score: the server ignored echo and returned only generated text.',
  'other-tokens': "No score: the server's probabilities don't match the prompt.",
};

function NotLoaded({ onClose }: CompareScoresProps) {
  useEffect(() => {
    toast("Couldn't load this. Check your network.", { tone: 'bad' });
    onClose();
  }, [onClose]);
  return null;
}
