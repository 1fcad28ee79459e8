'use client';

import type { Attempt, Timings } from '@/lib/protocol/run/run-events';
import type { Pace } from '@/lib/runs/model/pace';
import { formatMs } from '@/lib/runs/model/run-figures';
import { type SpanKind, type TimeSpan, textDensity, timeline } from '@/lib/runs/model/timeline';
import { RunSection } from './run-section';

export interface RunTimelineProps {
  timings: Timings;
  attempts: readonly Attempt[];
  pace: Pace | null;
  live: boolean;
}

/** Distinguished by lightness and pattern as well as by hue. */
const LOOKS: Readonly<Record<SpanKind, { readonly fill: string; readonly hatched?: boolean }>> = {
  connect: { fill: 'var(--line-strong)' },
  attempt: { fill: 'var(--bad)' },
  attempts: { fill: 'var(--bad)', hatched: true },
  wait: { fill: 'var(--line)', hatched: true },
  answer: { fill: 'var(--warn)' },
  first: { fill: 'color-mix(in oklab, var(--accent) 45%, var(--bg))' },
  tokens: { fill: 'var(--accent)' },
};

const WIDTH = 1_000;
const BAR = 14;
const CURVE = 22;
const PARTS = 80;
/** In thousandths: a thinner part would be invisible. */
const THINNEST = 4;

/** Where a run's time went, drawn to scale and as a table. */
export function RunTimeline({ timings, attempts, pace, live }: RunTimelineProps) {
  const spans = timeline(timings, attempts);
  const total = spans.at(-1)?.to ?? 0;
  if (live || spans.length === 0) {
    return (
      <RunSection title="Timings">
        <p className="text-xs text-ink-3">
          {live ? 'Available when the run ends.' : 'No timings were saved for this run.'}
        </p>
      </RunSection>
    );
  }
  return (
    <RunSection
      title="Timings"
      aside={<span className="text-xs text-ink-2 tabular-nums">{formatMs(total)}</span>}
    >
      <Drawing spans={spans} total={total} pace={pace} />
      <table className="w-full text-xs">
        <thead className="text-ink-3">
          <tr>
            <th scope="col" className="pb-0.5 text-left font-normal">
              Step
            </th>
            <th scope="col" className="pb-0.5 pl-3 text-right font-normal">
              Start
            </th>
            <th scope="col" className="pb-0.5 pl-3 text-right font-normal">
              Duration
            </th>
          </tr>
        </thead>
        <tbody>
          {spans.map((span) => (
            <tr key={`${span.kind} ${span.from} ${span.attempt ?? ''}`}>
              <th scope="row" className="py-0.5 text-left font-normal text-ink-2">
                <svg aria-hidden="true" viewBox="0 0 8 8" className="mr-2 inline-block size-2">
                  <rect width="8" height="8" rx="1" fill={LOOKS[span.kind].fill} />
                </svg>
                {spanLabel(span, attempts, timings.firstTokenMs !== null)}
              </th>
              <td className="py-0.5 pl-3 text-right text-ink-3 tabular-nums">{formatMs(span.from)}</td>
              <td className="py-0.5 pl-3 text-right tabular-nums">{formatMs(span.to - span.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </RunSection>
  );
}

function Drawing({ spans, total, pace }: { spans: readonly TimeSpan[]; total: number; pace: Pace | null }) {
  const x = (ms: number) => (total === 0 ? 0 : (ms / total) * WIDTH);
  const written = spans.find(({ kind }) => kind === 'tokens');
  const curve = written && pace ? textDensity(pace, written.from, written.to, PARTS) : [];
  const max = Math.max(...curve, 1);
  const top = curve.length > 0 ? CURVE : 0;
  return (
    // Hidden from screen readers: the table below says the same.
    <svg
      aria-hidden="true"
      data-timeline=""
      viewBox={`0 0 ${WIDTH} ${top + BAR}`}
      preserveAspectRatio="none"
      className="mb-2 block w-full"
      style={{ height: top + BAR }}
    >
      <defs>
        <pattern
          id="run-timeline-hatch"
          width="14"
          height="14"
          patternUnits="userSpaceOnUse"
          patternTransform="skewX(-45)"
        >
          <rect width="6" height="14" fill="var(--bg)" fillOpacity="0.65" />
        </pattern>
      </defs>
      {written &&
        curve.map((characters, at) => {
          const width = (x(written.to) - x(written.from)) / PARTS;
          const height = characters === 0 ? 0 : Math.max(1, (characters / max) * (CURVE - 2));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its index.
              key={at}
              x={x(written.from) + at * width}
              y={CURVE - 1 - height}
              width={width}
              height={height}
              fill="var(--accent)"
              fillOpacity="0.5"
            />
          );
        })}
      {spans.map((span) => {
        const { fill, hatched } = LOOKS[span.kind];
        const box = {
          x: Math.min(x(span.from), WIDTH - THINNEST),
          y: top,
          width: Math.max(THINNEST, x(span.to) - x(span.from)),
          height: BAR,
        };
        return (
          <g key={`${span.kind} ${span.from} ${span.attempt ?? ''}`} data-span={span.kind}>
            <rect {...box} fill={fill} />
            {hatched && <rect {...box} fill="url(#run-timeline-hatch)" />}
          </g>
        );
      })}
    </svg>
  );
}

function spanLabel({ kind, attempt }: TimeSpan, attempts: readonly Attempt[], hasText: boolean): string {
  switch (kind) {
    case 'connect':
      return 'Queue and connect';
    case 'attempt': {
      const status = attempts.find(({ number }) => number === attempt)?.error.status ?? null;
      return `Attempt ${attempt} failed${status === null ? '' : ` (${status})`}`;
    }
    case 'attempts':
      return `${attempts.length} failed ${attempts.length === 1 ? 'attempt' : 'attempts'}, with waits`;
    case 'wait':
      return 'Wait before retry';
    case 'answer':
      return 'Waiting for server';
    case 'first':
      return hasText ? 'Waiting for first token' : 'Response without text';
    case 'tokens':
      return 'Generating';
  }
}
