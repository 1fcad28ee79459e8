import type { ComparisonPlan, PlanPrompt } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { withChanged } from './column-edits';
import { withAxis, withBase } from './sweep-edits';

/** Where a prompt stands in a plan. */
export interface PromptPlace {
  /** Undefined when the plan no longer has it. */
  readonly read: (plan: ComparisonPlan) => PlanPrompt | undefined;
  readonly write: (plan: ComparisonPlan, prompt: PlanPrompt) => ComparisonPlan;
}

export const BASE_PROMPT: PromptPlace = {
  read: ({ base }) => base.prompt,
  write: (plan, prompt) => withBase(plan, { prompt }),
};

/** The own prompt of a column. */
export function columnPrompt(id: string): PromptPlace {
  return {
    read: (plan) => variantsOf(plan).find((column) => column.id === id)?.prompt,
    write: (plan, prompt) =>
      withChanged(plan, id, (own) => (own.prompt === undefined ? own : { ...own, prompt })),
  };
}

/** One of the prompts that an axis varies. */
export function axisPrompt(axis: number, at: number): PromptPlace {
  const promptsOf = ({ axes }: ComparisonPlan) => {
    const found = axes[axis];
    return found?.kind === 'prompt' ? found.prompts : [];
  };
  return {
    read: (plan) => promptsOf(plan)[at]?.prompt,
    write: (plan, prompt) => {
      const prompts = promptsOf(plan);
      const before = prompts[at];
      if (!before) return plan;
      return withAxis(plan, axis, { kind: 'prompt', prompts: prompts.with(at, { ...before, prompt }) });
    },
  };
}
