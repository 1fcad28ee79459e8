'use client';

import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { toastUndo } from '@/components/ui/toast';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { issueOfField } from '@/lib/compare/client/plan-issues';
import { axisPrompt } from '@/lib/compare/client/prompt-places';
import { withAxis } from '@/lib/compare/client/sweep-edits';
import { type AxisOf, type ComparisonPlan, MAX_VALUES, MIN_VALUES } from '@/lib/compare/model/plan';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { PromptFields } from '../../prompt/prompt-fields';
import { WhitespaceHint } from '../../prompt/whitespace-hint';
import { ModelFields } from './model-fields';

/** The models that an axis varies, each with its connection. */
export function ModelValues({ at, axis: { models } }: { at: number; axis: AxisOf<'model'> }) {
  const change = useChangePlan();
  const issue = usePlanPart((plan) => issueOfField(plan, 'model'));
  const put = (next: typeof models) => change((plan) => withAxis(plan, at, { kind: 'model', models: next }));
  const last = models.at(-1);
  return (
    <ListedValues
      noun="model"
      count={models.length}
      value={(index) => {
        const chosen = models[index];
        return (
          chosen && (
            <ModelFields
              chosen={chosen}
              number={index + 1}
              taken={models.filter((_, other) => other !== index)}
              onChoose={(next) => put(models.with(index, next))}
              issue={chosen.model === '' ? issue : null}
            />
          )
        );
      }}
      onRemove={(index) => put(models.toSpliced(index, 1))}
      onAdd={() => last && put([...models, { ...last, model: '' }])}
    />
  );
}

/** The prompts that an axis varies. */
export function PromptValues({ at, axis: { prompts } }: { at: number; axis: AxisOf<'prompt'> }) {
  const change = useChangePlan();
  const put = (next: typeof prompts) =>
    change((plan) => withAxis(plan, at, { kind: 'prompt', prompts: next }));
  return (
    <ListedValues
      noun="prompt"
      count={prompts.length}
      value={(index) => {
        const place = axisPrompt(at, index);
        return (
          <div className="min-w-0 flex-1">
            <PromptFields
              key={String(Array.isArray(prompts[index]?.prompt))}
              place={place}
              label={`Prompt ${index + 1}`}
              className="max-h-40 rounded-sm border border-line-strong bg-sunken px-2 py-1"
            />
            <WhitespaceHint place={place} />
          </div>
        );
      }}
      onRemove={(index) => put(prompts.toSpliced(index, 1))}
      onAdd={() => put([...prompts, { prompt: '' }])}
    />
  );
}

interface ListedValuesProps {
  noun: string;
  count: number;
  min?: number;
  max?: number;
  value: (index: number) => ReactNode;
  /** Returns the plan of before. */
  onRemove: (index: number) => ComparisonPlan;
  onAdd: () => void;
}

export function ListedValues({
  noun,
  count,
  min = MIN_VALUES,
  max = MAX_VALUES,
  value,
  onRemove,
  onAdd,
}: ListedValuesProps) {
  const change = useChangePlan();
  const remove = (index: number) => {
    const before = onRemove(index);
    toastUndo(`${capitalized(noun)} ${index + 1} removed.`, () => change(() => before));
  };
  return (
    <>
      <ol className="flex flex-col gap-1.5">
        {numbersTo(count).map((index) => (
          <li key={index} className="flex items-start gap-1">
            {value(index)}
            <IconButton
              label={`Remove ${noun} ${index + 1}`}
              disabled={count <= min}
              onClick={() => remove(index)}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        variant="ghost"
        disabled={count >= max}
        title={count >= max ? `Up to ${max}` : undefined}
        onClick={onAdd}
        className="self-start"
        icon={Plus}
      >
        Add {noun}
      </Button>
    </>
  );
}
