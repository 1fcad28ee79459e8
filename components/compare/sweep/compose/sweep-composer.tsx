'use client';

import { ArrowUpDown, Plus } from 'lucide-react';
import { SkipLink } from '@/components/shell/skip-link';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { withRepeats, withSecondAxis, withSwappedAxes } from '@/lib/compare/client/sweep-edits';
import { useChangeSweep, useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { MAX_REPEATS } from '@/lib/compare/model/plan';
import { whyRepeatsDiffer } from '@/lib/compare/model/sweep-check';
import { useSweepView } from '../sweep-view';
import { AxisEditor } from './axis-editor';
import { BaseFields } from './base-fields';
import { BaseSettings } from './base-settings';
import { Estimate } from './estimate';
import { SweepPrompt } from './sweep-prompt';

const REPEATS = Array.from({ length: MAX_REPEATS }, (_, at) => ({
  value: String(at + 1),
  label: String(at + 1),
}));

/** The prompt, the varied parameters, the repeats, and all fixed settings. */
export function SweepComposer() {
  const { composer } = useSweepView();
  return (
    <aside
      aria-label="Setup"
      hidden={!composer}
      // Relative, or text for screen readers would make the page as long as what scrolls in here.
      className="relative shrink-0 border-b wide:w-[372px] wide:overflow-y-auto wide:border-r wide:border-b-0"
    >
      <div className="flex flex-col gap-4 px-4 py-3">
        <SweepPrompt />
        <Varied />
        <Estimate />
      </div>
      {/* All parameters stand between here and the results. */}
      <SkipLink href="#sweep-results">Skip to results</SkipLink>
      <section aria-labelledby="sweep-held" className="border-t">
        <h2 id="sweep-held" className="px-4 pt-2.5 pb-1.5 text-xs font-medium text-ink-2">
          Fixed
        </h2>
        <BaseFields />
        <BaseSettings />
      </section>
    </aside>
  );
}

function Varied() {
  const change = useChangeSweep();
  const axes = useSweepPlan((plan) => plan.axes);
  const [first, second] = axes;
  const repeats = useSweepPlan((plan) => plan.repeats);
  const why = useSweepPlan(whyRepeatsDiffer);
  const variesSeed = axes.some(({ parameter }) => parameter === 'seed');
  return (
    <section aria-labelledby="sweep-varied" className="flex flex-col gap-3">
      <div className="flex h-6 items-center gap-1">
        <h2 id="sweep-varied" className="mr-auto text-xs font-medium text-ink-2">
          Variables
        </h2>
        {second ? (
          <Button size="sm" variant="ghost" onClick={() => change(withSwappedAxes)}>
            <ArrowUpDown aria-hidden="true" className="size-3.5" />
            Swap
          </Button>
        ) : (
          <Button size="sm" variant="ghost" onClick={() => change(withSecondAxis)}>
            <Plus aria-hidden="true" className="size-3.5" />
            Add second variable
          </Button>
        )}
      </div>
      {first && <AxisEditor at={0} axis={first} />}
      {second && <AxisEditor at={1} axis={second} />}
      {!variesSeed && (
        <div className="flex flex-col gap-1">
          <div className="flex items-center gap-2">
            <span className="w-16 text-xs text-ink-3" aria-hidden="true">
              Repeats
            </span>
            <Segmented
              label="Repeats per cell"
              value={String(repeats)}
              onValueChange={(count) => change((plan) => withRepeats(plan, Number(count)))}
              options={REPEATS}
            />
          </div>
          {why && <p className="text-xs text-ink-3">{why}</p>}
        </div>
      )}
    </section>
  );
}
