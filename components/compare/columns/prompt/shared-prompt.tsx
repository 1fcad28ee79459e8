'use client';

import { ChevronDown, ListOrdered } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { useChangePlan, useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';
import { useCompareView } from '../view-state';
import { PromptFields } from './prompt-fields';

/** The prompt of all columns that have none of their own. */
export function SharedPrompt() {
  const { prompt: open, change } = useCompareView();
  const id = useId();
  const isList = useColumnsPlan(({ prompt }) => Array.isArray(prompt));
  const first = useColumnsPlan(({ prompt }) => firstLine(prompt));
  const sharing = useColumnsPlan(
    ({ columns }) => columns.filter((column) => column.prompt === undefined).length,
  );
  const count = useColumnsPlan(({ columns }) => columns.length);
  const changePlan = useChangePlan();
  const toggleList = () => {
    const { prompt } = changePlan((plan) => ({
      ...plan,
      prompt: Array.isArray(plan.prompt) ? (plan.prompt[0] ?? '') : [plan.prompt],
    }));
    if (!Array.isArray(prompt) || prompt.length < 2) return;
    toast(`Kept the first of ${prompt.length} prompts.`, {
      of: 'page',
      action: { label: 'Undo', onClick: () => changePlan((plan) => ({ ...plan, prompt })) },
    });
  };
  return (
    <section aria-label="Shared prompt" className="compare-wide shrink-0 border-b">
      <div className="flex h-9 items-center gap-1 pr-2 pl-1.5 pointer-coarse:h-11">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => change({ prompt: !open })}
          className="flex h-7 min-w-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-10"
        >
          <ChevronDown
            aria-hidden="true"
            className={cx('size-3.5 shrink-0 transition-transform', !open && '-rotate-90')}
          />
          {isList ? 'Prompts' : 'Prompt'}
        </button>
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">
          {sharing < count && `· used by ${sharing} of ${count} columns `}
          {!open && <span className="font-mono text-ink-2">{first}</span>}
        </span>
        {open && !isList && <WhitespaceHint />}
        {open && (
          <IconButton
            size="sm"
            label="Several prompts in one run"
            word="Several prompts"
            wordFrom="always"
            pressed={isList}
            onClick={toggleList}
          >
            <ListOrdered aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div id={id} hidden={!open} className="pr-4 pb-2 pl-4">
        <PromptFields
          key={String(isList)}
          column={null}
          label="Prompt"
          className="max-h-[min(30dvh,220px)]"
        />
      </div>
    </section>
  );
}

function firstLine(prompt: string | readonly string[]): string {
  const text = typeof prompt === 'string' ? prompt : (prompt[0] ?? '');
  const line = text.slice(0, 300).split('\n', 1)[0] ?? '';
  return line.length < text.length ? `${line} …` : line;
}

/** As in the playground: trailing white space confuses most models. */
function WhitespaceHint() {
  const shown = useColumnsPlan(({ prompt }) =>
    typeof prompt === 'string' ? (trailingWhitespace(prompt)?.visible ?? null) : null,
  );
  const change = useChangePlan();
  if (shown === null) return null;
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-xs text-warn">
      <span className="min-w-0 truncate">
        Ends with <code className="rounded-sm bg-warn-soft px-1">{shown}</code>, which usually hurts
        completions
      </span>
      <Button
        size="sm"
        onClick={() =>
          change((plan) => ({
            ...plan,
            prompt:
              typeof plan.prompt === 'string'
                ? (trailingWhitespace(plan.prompt)?.trimmed ?? plan.prompt)
                : plan.prompt,
          }))
        }
      >
        Trim
      </Button>
    </span>
  );
}
