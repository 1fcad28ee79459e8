'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Spinner } from '@/components/ui/spinner';
import { ApiError, messageOf } from '@/lib/platform/client/http/api-error';
import { withMinus } from '@/lib/protocol/text/minus';
import { fetchRun } from '@/lib/runs/client/run-detail';
import type { RunStore } from '@/lib/runs/client/run-store';
import { scoredTexts } from '@/lib/runs/client/scored-texts';
import { compareScores } from '@/lib/runs/model/score/compare-scores';
import { formatBits, formatDifference, formatFigure } from '@/lib/runs/model/score/format-score';
import { firstScore, type NamedScore } from '@/lib/runs/model/score/named-score';
import { bitsPerToken, perplexity, type TextScore } from '@/lib/runs/model/score/text-score';
import { LOWER_IS } from './score-figures';
import { ScoredText } from './scored-text';
import { TokenTable } from './token-table';

/** Draws a list of runs of which one is picked. */
export type PickRun = (props: { onPick: (runId: string) => void; onClose: () => void }) => ReactNode;

export interface CompareScoresProps {
  store: RunStore;
  pickRun: PickRun;
  onClose: () => void;
}

type Other =
  | { readonly status: 'none' | 'loading' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'there'; readonly named: NamedScore };

/** The shown scored text beside another one: the one scored before it, or any run of the history. */
export function CompareScores({ store, pickRun, onClose }: CompareScoresProps) {
  const { runId, startRequest, startedAt } = store.view();
  const own = useMemo(
    () => firstScore({ request: startRequest.request, choices: store.state.choices, startedAt }),
    [store, startRequest, startedAt],
  );
  const [otherId, setOtherId] = useState(() => scoredTexts().find((id) => id !== runId) ?? null);
  const [picking, setPicking] = useState(false);
  const other = useOther(otherId);
  if (picking) {
    return pickRun({
      onPick: (id) => {
        setOtherId(id);
        setPicking(false);
      },
      onClose: () => setPicking(false),
    });
  }
  const choose = (
    <Button variant={otherId === null ? 'primary' : 'secondary'} onClick={() => setPicking(true)}>
      {otherId === null ? 'Choose a run' : 'Choose another run'}
    </Button>
  );
  return (
    <Dialog
      onClose={onClose}
      title="Compare scores"
      className="max-w-5xl!"
      bodyClassName="px-4 pb-4 space-y-3"
      footer={choose}
    >
      {other.status === 'there' && own ? (
        <Compared own={own} other={other.named} />
      ) : other.status === 'loading' ? (
        <p role="status" className="flex items-center gap-2 py-8 text-ink-2">
          <Spinner /> Loading run
        </p>
      ) : (
        <EmptyState>
          {other.status === 'failed' ? (
            <span role="alert">{other.message}</span>
          ) : (
            'Choose another scored text to compare this one with.'
          )}
        </EmptyState>
      )}
    </Dialog>
  );
}

function useOther(runId: string | null): Other {
  const [loaded, setLoaded] = useState<{ of: string; other: Other } | null>(null);
  useEffect(() => {
    if (runId === null) return;
    const leaving = new AbortController();
    fetchRun(runId, leaving.signal).then(
      (run) => {
        const { request, state, createdAt } = run;
        const named = firstScore({ request, choices: state.choices, startedAt: Date.parse(createdAt) });
        const other: Other = named ? { status: 'there', named } : { status: 'failed', message: NOT_SCORED };
        setLoaded({ of: runId, other });
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        const isGone = error instanceof ApiError && error.code === 'not_found';
        setLoaded({ of: runId, other: { status: 'failed', message: isGone ? GONE : messageOf(error) } });
      },
    );
    return () => leaving.abort();
  }, [runId]);
  if (runId === null) return { status: 'none' };
  return loaded?.of === runId ? loaded.other : { status: 'loading' };
}

const GONE = 'The run scored before this one was deleted. Choose another.';
const NOT_SCORED =
  'That run has no probabilities for its prompt. Open it in the playground and press “Score” there, or choose another.';

function Compared({ own, other }: { own: NamedScore; other: NamedScore }) {
  const compared = useMemo(() => compareScores(other.score, own.score), [own, other]);
  const { pairs, common, onlyBefore, onlyAfter } = compared;
  return (
    <>
      <table className="w-full max-w-xl text-left text-xs tabular-nums">
        <thead>
          <tr className="text-ink-3">
            <td />
            <th scope="col" className={HEAD}>
              This text
            </th>
            <th scope="col" className={HEAD}>
              Other text
            </th>
            <th scope="col" className={HEAD}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          <Row name="Surprisal, bits" read={({ bits }) => bits} own={own.score} other={other.score} />
          <Row name="Per token" read={bitsPerToken} own={own.score} other={other.score} />
          <Row name="Perplexity" read={perplexity} own={own.score} other={other.score} />
          <tr className="border-t">
            <th scope="row" className="py-1 font-normal text-ink-2">
              Tokens
            </th>
            <td className={CELL}>{own.score.tokens.length.toLocaleString('en')}</td>
            <td className={CELL}>{other.score.tokens.length.toLocaleString('en')}</td>
            <td className={CELL}>{formatCount(own.score.tokens.length - other.score.tokens.length)}</td>
          </tr>
        </tbody>
      </table>
      <p className="text-xs text-ink-3">
        {LOWER_IS} A negative difference means the model expected this text more.
      </p>
      <p className="text-xs text-ink-2">
        {common.tokens.toLocaleString('en')} tokens in common: {formatDifference(common.bits)} bits. Only in
        this text: {onlyAfter.tokens.toLocaleString('en')}, {formatBits(onlyAfter.bits)}. Only in the other:{' '}
        {onlyBefore.tokens.toLocaleString('en')}, {formatBits(onlyBefore.bits)}.
      </p>
      <div className="grid gap-3 md:grid-cols-2">
        <Side title="This text" named={own} />
        <Side title="Other text" named={other} />
      </div>
      <TokenTable pairs={pairs} />
    </>
  );
}

const HEAD = 'py-1 pl-3 text-right font-normal';
const CELL = 'py-1 pl-3 text-right';

interface RowProps {
  name: string;
  read: (score: TextScore) => number | null;
  own: TextScore;
  other: TextScore;
}

function Row({ name, read, own, other }: RowProps): ReactNode {
  const [a, b] = [read(own) ?? 0, read(other) ?? 0];
  return (
    <tr className="border-t">
      <th scope="row" className="py-1 font-normal text-ink-2">
        {name}
      </th>
      <td className={CELL}>{formatFigure(a)}</td>
      <td className={CELL}>{formatFigure(b)}</td>
      <td className={CELL}>{formatDifference(a - b)}</td>
    </tr>
  );
}

function formatCount(difference: number): string {
  const text = withMinus(difference.toLocaleString('en'));
  return difference > 0 ? `+${text}` : text;
}

function Side({ title, named }: { title: string; named: NamedScore }) {
  return (
    <div className="min-w-0">
      <h3 className="flex gap-2 pb-1 text-xs text-ink-3">
        <span className="shrink-0 font-medium text-ink-2">{title}</span>
        <span className="truncate">
          <span className="font-mono">{named.model}</span> · {TIME.format(named.startedAt)}
        </span>
      </h3>
      <ScoredText text={named.text} score={named.score} label={title} />
    </div>
  );
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
