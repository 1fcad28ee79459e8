'use client';

import { ArrowUpDown, Plus } from 'lucide-react';
import { SkipLink } from '@/components/shell/skip-link';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Segmented } from '@/components/ui/segmented';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { issueOfField } from '@/lib/compare/client/plan-issues';
import { BASE_PROMPT } from '@/lib/compare/client/prompt-places';
import {
  variesSeed,
  withAnotherAxis,
  withBase,
  withRepeats,
  withSwappedAxes,
} from '@/lib/compare/client/sweep-edits';
import { MAX_REPEATS } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { whyRepeatsDiffer } from '@/lib/compare/model/sweep-check';
import { InputsSection } from '../../inputs/inputs-section';
import { PromptFields } from '../../prompt/prompt-fields';
import { WhitespaceHint } from '../../prompt/whitespace-hint';
import { useCompareView } from '../../view-state';
import { AxisEditor } from './axis-editor';
import { BaseSettings } from './base-settings';
import { Estimate } from './estimate';
import { ModelFields } from './model-fields';

const REPEATS = Array.from({ length: MAX_REPEATS }, (_, at) => ({
  value: String(at + 1),
  label: String(at + 1),
}));

/** The prompt, the varied parameters, the repeats, and all fixed settings. */
export function SweepComposer() {
  const { composer } = useCompareView();
  const variesPrompt = usePlanPart(({ axes }) => axes.some(({ kind }) => kind === 'prompt'));
  const variesModel = usePlanPart(({ axes }) => axes.some(({ kind }) => kind === 'model'));
  const variesSettings = usePlanPart((plan) => variantsOf(plan).length > 0);
  return (
    <aside
      aria-label="Setup"
      hidden={!composer}
      // Relative, or text for screen readers would make the page as long as what scrolls in here.
      className="relative shrink-0 border-b wide:w-[372px] wide:overflow-y-auto wide:border-r wide:border-b-0"
    >
      {/* The prompt, the axes and all parameters stand between here and the results. */}
      <SkipLink href="#sweep-results">Skip to results</SkipLink>
      <div className="flex flex-col gap-4 px-4 py-3">
        {!variesPrompt && <BasePrompt />}
        <InputsSection />
        <Varied />
        <Estimate />
      </div>
      {!variesSettings && (
        <section aria-labelledby="sweep-held" className="border-t">
          <h2 id="sweep-held" className="px-4 pt-2.5 pb-1.5 text-xs font-medium text-ink-2">
            Fixed
          </h2>
          {!variesModel && <BaseModel />}
          <BaseSettings />
        </section>
      )}
    </aside>
  );
}

/** The prompt of every cell. */
function BasePrompt() {
  const isList = usePlanPart(({ base }) => Array.isArray(base.prompt));
  return (
    <section aria-labelledby="sweep-prompt" className="flex flex-col gap-1.5">
      <h2 id="sweep-prompt" className="text-xs font-medium text-ink-2">
        {isList ? 'Prompts' : 'Prompt'}
      </h2>
      <PromptFields
        key={String(isList)}
        place={BASE_PROMPT}
        label="Prompt"
        className={cx('max-h-48', !isList && 'rounded-sm border border-line-strong bg-sunken px-2 py-1.5')}
      />
      <WhitespaceHint place={BASE_PROMPT} />
    </section>
  );
}

/** The connection and the model of every cell. */
function BaseModel() {
  const change = useChangePlan();
  const chosen = usePlanPart(({ base }) => base);
  const issue = usePlanPart((plan) => issueOfField(plan, 'model'));
  return (
    <div className="flex px-4 pb-2">
      <ModelFields
        chosen={chosen}
        issue={issue}
        onChoose={(next) => change((plan) => withBase(plan, next))}
      />
    </div>
  );
}

function Varied() {
  const change = useChangePlan();
  const axes = usePlanPart((plan) => plan.axes);
  const [first, second] = axes;
  const repeats = usePlanPart((plan) => plan.repeats);
  const why = usePlanPart(whyRepeatsDiffer);
  const isSeedVaried = usePlanPart(variesSeed);
  return (
    <section aria-labelledby="sweep-varied" className="flex flex-col gap-3">
      <div className="flex h-6 items-center gap-1">
        <h2 id="sweep-varied" className="mr-auto text-xs font-medium text-ink-2">
          Axes
        </h2>
        {second ? (
          <Button size="sm" variant="ghost" onClick={() => change(withSwappedAxes)} icon={ArrowUpDown}>
            Swap
          </Button>
        ) : (
          <Button size="sm" variant="ghost" onClick={() => change(withAnotherAxis)} icon={Plus}>
            {first ? 'Add second axis' : 'Add axis'}
          </Button>
        )}
      </div>
      {first && <AxisEditor at={0} axis={first} />}
      {second && <AxisEditor at={1} axis={second} />}
      {!isSeedVaried && (
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
