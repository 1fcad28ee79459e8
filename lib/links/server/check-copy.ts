import { setImmediate } from 'node:timers/promises';
import type { Verdict } from '@/lib/compare/model/checks';
import { checksExpecting, type PreparedCheck, prepareChecks } from '@/lib/compare/model/run-checks';
import { eachCellRun } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { sharedMeasurer } from '@/lib/links/model/shared-measures';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { holdsMark } from '@/lib/links/model/withhold-hints';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';

/** Steps (of patterns, at most about 10 ns each) for one copy; the outputs after that have no verdicts. */
const MAX_STEPS = 100_000_000;
/** Steps in one go: the server does nothing else meanwhile. */
const STEPS_AT_ONCE = 2_000_000;

const HIDDEN: Verdict = { pass: null, why: 'some of the text is hidden' };
const TOO_MUCH: Verdict = { pass: null, why: 'too much text to check' };

/**
 * The copy with what its checks say about each output of a complete run. They read what the copy shows and nothing else,
 * so that a verdict tells nothing about what was left out; where something is hidden there is none. They are stored with
 * the copy: its readers cause no work, and need no engine for patterns.
 */
export async function withCheckedOutputs(shared: SharedComparison): Promise<SharedComparison> {
  const { checks, compared } = shared;
  if (checks === undefined) return shared;
  const prepared = await prepareChecks(checks);
  const steps = { all: 0, since: 0 };
  const verdicts: Verdict[][][] = [];
  const pause = createYielder();
  for (const { run, isRun, expected } of eachCellRun(shared)) {
    await pause();
    const own = checksExpecting(prepared, expected);
    verdicts.push(isRun && run.status === 'complete' ? await judgeRun(run, own, steps, expected, pause) : []);
  }
  const checked = <Cell extends object>(cells: readonly Cell[]) =>
    cells.map((cell, at) => ({
      ...cell,
      ...((verdicts[at] ?? []).length > 0 && { verdicts: verdicts[at] }),
    }));
  return compared.kind === 'columns'
    ? { ...shared, compared: { ...compared, columns: checked(compared.columns) } }
    : { ...shared, compared: { ...compared, cells: checked(compared.cells) } };
}

async function judgeRun(
  run: SharedRun,
  checks: readonly PreparedCheck[],
  steps: { all: number; since: number },
  expected: string | undefined,
  pause: () => Promise<void>,
): Promise<Verdict[][]> {
  const all: Verdict[][] = [];
  const measure = sharedMeasurer(run);
  for (const choice of (run.outputs ?? []).keys()) {
    await pause();
    const output = measure(choice);
    if (output === null) continue;
    const verdicts: Verdict[] = [];
    for (const { check, size, judge } of checks) {
      const cost = size * output.text.length;
      steps.all += cost;
      steps.since += cost;
      if (steps.since > STEPS_AT_ONCE) {
        steps.since = 0;
        await setImmediate();
      }
      const isExpecting = check.kind === 'equals_expected';
      if (holdsMark([check, output.text, isExpecting && expected])) verdicts.push(HIDDEN);
      else verdicts.push(steps.all > MAX_STEPS ? TOO_MUCH : judge(output));
    }
    all.push(verdicts);
  }
  return all;
}
