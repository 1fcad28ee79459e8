import { randomUUID } from 'node:crypto';
import { createComparisonEventReader } from '@/lib/compare/model/comparison-event-reader';
import type { ComparisonEvent } from '@/lib/compare/model/comparison-events';
import type { Comparison, ComparisonQueue, NewComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan, PlanBase, Variant } from '@/lib/compare/model/plan';
import { type PlannedPrompt, planOfVariants } from '@/lib/compare/model/plan-cells';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { type ComparisonScheduler, comparisonScheduler } from '@/lib/compare/server/scheduler';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { eventually } from './runs';

/** Comparisons for tests. */

/** Columns `a`, `b`, `c` … of the practice model, changed as given. */
export function columnsPlan(
  columns: readonly Partial<Variant>[],
  { prompt = 'Once upon a time', asIds, ...options }: Partial<PlannedPrompt> & PlanOptions = {},
): ComparisonPlan {
  const variants = columns.map((column, at) => ({
    id: String.fromCharCode('a'.charCodeAt(0) + at),
    name: null,
    connectionId: PRACTICE_CONNECTION_ID,
    model: 'practice-1',
    settings: DEFAULT_SETTINGS,
    ...column,
  }));
  return planOfVariants({ prompt, ...(asIds && { asIds }) }, variants as [Variant, ...Variant[]], options);
}

type PlanOptions = Pick<ComparisonPlan, 'background' | 'referenceId'>;

/** 5 × 4 cells of temperature and top_p, three runs each. */
export function sweepPlan(
  base: Partial<PlanBase> = {},
  more: Partial<Omit<ComparisonPlan, 'base'>> = {},
): ComparisonPlan {
  return {
    base: {
      connectionId: PRACTICE_CONNECTION_ID,
      model: 'practice-1',
      settings: DEFAULT_SETTINGS,
      prompt: 'Once upon a time',
      ...base,
    },
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: [0, 0.3, 0.6, 0.9, 1.2] },
      { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 0.75, 1] },
    ],
    repeats: 3,
    ...more,
  };
}

/** A comparison whose cells have all run. */
export async function aFinishedComparison(userId: string, input: NewComparison): Promise<Comparison> {
  const comparison = await createComparison(userId, input);
  await startComparison(userId, comparison.id, { idempotencyKey: randomUUID(), cells: 'all' });
  await quietComparison(userId, comparison.id);
  return comparison;
}

/** Waits until nothing of it waits or runs any more, as far as that server knows. */
export async function quietComparison(
  userId: string,
  comparisonId: string,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<void> {
  await eventually(async () => {
    const { waiting, live } = await scheduler.queue({ userId, comparisonId });
    return waiting.length === 0 && live.length === 0;
  }, 'the end of the comparison');
}

/** The stream of a comparison, read as a page would. */
export interface ComparisonStream {
  readonly events: ComparisonEvent[];
  /** The state of each run after its events, by run id. */
  readonly states: ReadonlyMap<string, RunState>;
  /** Run id → number of its last event. */
  readonly lastSeqs: ReadonlyMap<string, number>;
  /** Cell → the run that it showed last. */
  readonly runOf: ReadonlyMap<string, string>;
  /** As last sent. */
  readonly queue: ComparisonQueue;
  stateOf(cell: string): RunState | undefined;
  textOf(cell: string): string | undefined;
  /** Resolves as soon as the condition is true; rejects when the stream ends before. */
  until(condition: () => boolean): Promise<void>;
  /** Resolves when nothing waits or runs any more, of `total` cells, and the end of each was read: the queue may be told of it first. */
  untilDone(total: number): Promise<void>;
  /** What a page would name in `seen` now: runs whose end it has not read. */
  seen(): Map<string, number>;
  /** Disconnects, as a closed tab does. */
  leave(): Promise<void>;
}

/** A refusal is thrown with its body. */
export async function readComparisonStream(response: Response): Promise<ComparisonStream> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || response.body === null) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  const reader = response.body.getReader();
  const parser = createComparisonEventReader();
  const events: ComparisonEvent[] = [];
  const states = new Map<string, RunState>();
  const lastSeqs = new Map<string, number>();
  const runOf = new Map<string, string>();
  let list: readonly string[] = [];
  let queue: ComparisonQueue = { waiting: [], live: [], refused: [], done: 0, total: 0 };

  function take(event: ComparisonEvent): void {
    events.push(event);
    if (event.type === 'queue') {
      const { type: _type, version: _version, starting, ...whole } = event;
      queue = whole;
      list = whole.waiting.slice(starting);
    }
    if (event.type === 'queue-step') {
      const { type: _type, version: _version, left, starting, refused, ...rest } = event;
      queue = {
        ...rest,
        waiting: [...starting, ...list.slice(left)],
        refused: [...queue.refused, ...refused],
      };
    }
    if (event.type !== 'run') return;
    const state = states.get(event.runId) ?? emptyRunState(1);
    states.set(event.runId, state);
    if ((runOf.get(event.cell) ?? '') < event.runId) runOf.set(event.cell, event.runId);
    for (const { seq, event: emitted } of event.events) {
      applyRunEvent(state, emitted);
      lastSeqs.set(event.runId, seq);
    }
  }

  const endedCells = () => [...runOf.values()].filter((id) => states.get(id)?.status !== 'streaming').length;

  const stream: ComparisonStream = {
    events,
    states,
    lastSeqs,
    runOf,
    get queue() {
      return queue;
    },
    stateOf: (cell) => states.get(runOf.get(cell) ?? ''),
    textOf: (cell) => stream.stateOf(cell)?.choices[0]?.text,
    async until(condition) {
      while (!condition()) {
        const { done, value } = await reader.read();
        if (done) throw new Error('The stream ended before the condition held.');
        for (const event of parser.push(value)) take(event);
      }
    },
    untilDone: (total) =>
      stream.until(() => queue.done === total && queue.total === total && endedCells() >= total),
    seen: () => new Map([...lastSeqs].filter(([runId]) => states.get(runId)?.status === 'streaming')),
    leave: () => reader.cancel(),
  };
  return stream;
}
