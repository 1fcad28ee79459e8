'use client';

import { X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { toastUndo } from '@/components/ui/toast';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { canLoseAxis, startAxis, type Varied, withAxis, withoutAxis } from '@/lib/compare/client/sweep-edits';
import { type Axis, type ComparisonPlan, SWEEP_PARAMETERS } from '@/lib/compare/model/plan';
import { variedBy } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { ModelValues, PromptValues } from './listed-values';
import { ParameterValues } from './parameter-values';
import { VariantValues } from './variant-values';

const VARIED: readonly { readonly value: Varied; readonly label: string }[] = [
  { value: 'variants', label: 'Settings' },
  { value: 'model', label: 'Model' },
  { value: 'prompt', label: 'Prompt' },
  ...SWEEP_PARAMETERS.map((name) => ({ value: name, label: parameterSpec(name).label })),
];

/** What an axis varies, and its values. */
export function AxisEditor({ at, axis }: { at: number; axis: Axis }) {
  const change = useChangePlan();
  const other = usePlanPart(({ axes }) => axes[1 - at] ?? null);
  const canRemove = usePlanPart(canLoseAxis);
  const isRepeated = usePlanPart(({ repeats }) => repeats > 1);
  const varied = variedBy(axis);
  /** Settings, models and prompts were written by hand: they can be brought back. */
  const replace = (how: (plan: ComparisonPlan) => ComparisonPlan) => {
    const before = change(how);
    if (axis.kind === 'parameter') return;
    toastUndo(
      axis.kind === 'variants' ? 'Settings no longer vary.' : `${axisTitle(axis)}s no longer vary.`,
      () => change(() => before),
    );
  };
  return (
    <fieldset
      data-axis={at}
      aria-label={at === 0 ? 'First axis' : 'Second axis'}
      className="flex flex-col gap-1.5"
    >
      <div className="flex items-center gap-2">
        <span className="w-16 shrink-0 text-xs text-ink-3" aria-hidden="true">
          {at === 0 ? 'Rows ↓' : 'Columns →'}
        </span>
        <Select
          aria-label={at === 0 ? 'Row axis' : 'Column axis'}
          value={varied}
          onValueChange={(next) => replace((plan) => withAxis(plan, at, startAxis(plan, next as Varied)))}
          options={VARIED.filter(({ value }) => other === null || value !== variedBy(other))}
          className="min-w-0 flex-1"
        />
        {canRemove && (
          <IconButton
            label={`Stop varying ${axisTitle(axis)}`}
            onClick={() => replace((plan) => withoutAxis(plan, at))}
          >
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {axis.kind === 'parameter' && <ParameterValues key={varied} at={at} axis={axis} />}
      {axis.kind === 'model' && <ModelValues at={at} axis={axis} />}
      {axis.kind === 'prompt' && <PromptValues at={at} axis={axis} />}
      {axis.kind === 'variants' && <VariantValues axis={axis} />}
      {varied === 'seed' && !isRepeated && (
        <p className="text-xs text-ink-3">The seed varies here, so cells aren't repeated.</p>
      )}
    </fieldset>
  );
}
