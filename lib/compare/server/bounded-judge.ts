import { setImmediate } from 'node:timers/promises';
import type { Verdict } from '@/lib/compare/model/checks';
import type { CheckedText, PreparedCheck } from '@/lib/compare/model/run-checks';

/** Steps (of patterns, at most about 10 ns each) in one go: the server does nothing else meanwhile. */
const STEPS_AT_ONCE = 2_000_000;

const TOO_MUCH: Verdict = { pass: null, why: 'too much text to check' };

/** What every check says about an output, in their order. */
export type Judge = (checks: readonly PreparedCheck[], output: CheckedText) => Promise<Verdict[]>;

/** Gives way to other requests, and stops when all outputs together have taken `maxSteps`: patterns come from people. */
export function boundedJudge(maxSteps: number): Judge {
  let all = 0;
  let since = 0;
  return async (checks, output) => {
    const verdicts: Verdict[] = [];
    for (const { size, judge } of checks) {
      const steps = size * output.text.length;
      all += steps;
      since += steps;
      if (since > STEPS_AT_ONCE) {
        since = 0;
        await setImmediate();
      }
      verdicts.push(all > maxSteps ? TOO_MUCH : judge(output));
    }
    return verdicts;
  };
}
