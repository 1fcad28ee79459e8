'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { withChanged } from '@/lib/compare/client/column-edits';
import { useChangePlan, useColumnsPlan } from '@/lib/compare/client/plan-actions';
import type { ColumnsPlan } from '@/lib/compare/model/plan';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { REQUIRED_FIELDS } from '@/lib/protocol/request/parameters';
import { PlanTextArea } from './plan-text-area';

type Prompt = ColumnsPlan['prompt'];

const FIELD =
  'field-sizing-content w-full resize-none bg-transparent text-[13px]! focus-visible:shadow-[inset_2px_0_0_var(--accent)] focus-visible:outline-transparent pointer-coarse:py-2';

function promptOf(plan: ColumnsPlan, column: string | null): Prompt | undefined {
  if (column === null) return plan.prompt;
  return plan.columns.find(({ id }) => id === column)?.prompt;
}

function withPrompt(
  plan: ColumnsPlan,
  column: string | null,
  change: (prompt: Prompt) => Prompt,
): ColumnsPlan {
  if (column === null) return { ...plan, prompt: change(plan.prompt) };
  return withChanged(plan, column, (own) =>
    own.prompt === undefined ? own : { ...own, prompt: change(own.prompt) },
  );
}

export interface PromptFieldsProps {
  /** The column whose own prompt this is; null: the shared prompt. */
  column: string | null;
  label: string;
  className?: string;
}

/** One prompt, or a list of them, as fields. */
export function PromptFields({ column, label, className }: PromptFieldsProps) {
  const count = useColumnsPlan((plan) => {
    const prompt = promptOf(plan, column);
    return Array.isArray(prompt) ? prompt.length : null;
  });
  const change = useChangePlan();
  if (count === null) {
    return (
      <PlanTextArea
        aria-label={label}
        data-arrival=""
        placeholder="Start writing. Every column continues from the last character."
        rows={2}
        read={(plan) => {
          const prompt = promptOf(plan, column);
          return typeof prompt === 'string' ? prompt : undefined;
        }}
        write={(plan, text) => withPrompt(plan, column, () => text)}
        className={cx(FIELD, className)}
      />
    );
  }
  const edit = (how: (prompts: readonly string[]) => string[]) =>
    change((plan) => withPrompt(plan, column, (prompt) => (Array.isArray(prompt) ? how(prompt) : prompt)));
  return (
    <div className={cx('overflow-y-auto', className)}>
      <ol className="flex flex-col gap-1.5">
        {numbersTo(count).map((at) => (
          <li key={at} className="flex items-start gap-1 rounded-sm border bg-sunken pl-2">
            <span className="pt-1 text-xs text-ink-3 tabular-nums">{at + 1}</span>
            <PlanTextArea
              aria-label={`${label} ${at + 1}`}
              rows={1}
              read={(plan) => {
                const prompt = promptOf(plan, column);
                return Array.isArray(prompt) ? prompt[at] : undefined;
              }}
              write={(plan, text) =>
                withPrompt(plan, column, (prompt) => (Array.isArray(prompt) ? prompt.with(at, text) : prompt))
              }
              className={cx(FIELD, 'max-h-32 px-2 py-1')}
            />
            <IconButton
              size="sm"
              label={`Remove ${label.toLowerCase()} ${at + 1}`}
              disabled={count === 1}
              onClick={() => edit((prompts) => prompts.toSpliced(at, 1))}
              className="mt-0.5"
            >
              <Trash2 aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        variant="ghost"
        className="mt-1"
        disabled={count >= REQUIRED_FIELDS.prompt.wide.maxItems}
        onClick={() => edit((prompts) => [...prompts, ''])}
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add prompt
      </Button>
    </div>
  );
}
