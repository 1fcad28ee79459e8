'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import type { PromptPlace } from '@/lib/compare/client/prompt-places';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { REQUIRED_FIELDS } from '@/lib/protocol/request/parameters';
import { PlanTextArea } from './plan-text-area';

const FIELD =
  'field-sizing-content resize-none bg-transparent text-[13px]! focus-visible:shadow-[inset_2px_0_0_var(--accent)] focus-visible:outline-transparent pointer-coarse:py-2';

export interface PromptFieldsProps {
  place: PromptPlace;
  label: string;
  /** Without a border: the bar of its focus stands beside the text, which stays in line with what is around it. */
  bare?: boolean;
  className?: string;
}

/** One prompt, or a list of them, as fields. */
export function PromptFields({ place, label, bare = false, className }: PromptFieldsProps) {
  const count = usePlanPart((plan) => listIn(plan, place)?.length ?? null);
  const change = useChangePlan();
  if (count === null) {
    return (
      <PlanTextArea
        aria-label={label}
        data-arrival=""
        placeholder="Start writing. The model continues from the last character."
        rows={2}
        read={(plan) => {
          const prompt = place.read(plan);
          return typeof prompt === 'string' ? prompt : undefined;
        }}
        write={place.write}
        className={cx(FIELD, bare ? '-ml-2 w-[calc(100%+8px)] pl-2' : 'w-full', className)}
      />
    );
  }
  const edit = (plan: ComparisonPlan, how: (prompts: readonly string[]) => string[]) => {
    const prompts = listIn(plan, place);
    return prompts ? place.write(plan, how(prompts)) : plan;
  };
  return (
    <div className={cx('overflow-y-auto', className)}>
      <ol className="flex flex-col gap-1.5">
        {numbersTo(count).map((at) => (
          <li key={at} className="flex items-start gap-1 rounded-sm border bg-sunken pl-2">
            <span className="pt-1 text-xs text-ink-3 tabular-nums">{at + 1}</span>
            <PlanTextArea
              aria-label={`${label} ${at + 1}`}
              rows={1}
              read={(plan) => listIn(plan, place)?.[at]}
              write={(plan, text) => edit(plan, (prompts) => prompts.with(at, text))}
              className={cx(FIELD, 'w-full max-h-32 px-2 py-1')}
            />
            <IconButton
              size="sm"
              label={`Remove ${label.toLowerCase()} ${at + 1}`}
              disabled={count === 1}
              onClick={() => change((plan) => edit(plan, (prompts) => prompts.toSpliced(at, 1)))}
              className="mt-0.5"
              icon={Trash2}
            />
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        variant="ghost"
        className="mt-1"
        disabled={count >= REQUIRED_FIELDS.prompt.wide.maxItems}
        onClick={() => change((plan) => edit(plan, (prompts) => [...prompts, '']))}
        icon={Plus}
      >
        Add prompt
      </Button>
    </div>
  );
}

/** Null: it is one prompt. */
function listIn(plan: ComparisonPlan, { read }: PromptPlace): readonly string[] | null {
  const prompt = read(plan);
  return Array.isArray(prompt) ? prompt : null;
}
