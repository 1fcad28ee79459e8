import { type Check, checkDescription, checkLabel, type Verdict } from '@/lib/compare/model/checks';
import { VerdictMark } from './verdict-mark';

const WORDS = { pass: 'Pass', fail: 'Fail', none: 'No verdict' } as const;

/** Each check of one output, with its verdict and why. */
export function VerdictList({
  checks,
  verdicts,
  label,
}: {
  checks: readonly Check[];
  verdicts: readonly Verdict[];
  label: string;
}) {
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5 text-xs">
      {checks.map((check, at) => {
        const { pass = null, why = null } = verdicts[at] ?? {};
        const word = WORDS[pass === null ? 'none' : pass ? 'pass' : 'fail'];
        return (
          <li key={check.id} className="flex min-w-0 items-baseline gap-1.5">
            <VerdictMark pass={pass} className="self-center" />
            <span className="w-16 shrink-0 text-ink-2">{word}</span>
            <span className="min-w-0 wrap-anywhere" title={checkDescription(check)}>
              {checkLabel(check)}
              {why !== null && <span className="text-ink-3">: {why}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
