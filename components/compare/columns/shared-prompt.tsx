'use client';

import { ChevronDown, ListOrdered, Plus, Table2 } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { withFirstInput } from '@/lib/compare/client/input-edits';
import { useChangePlan, usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { BASE_PROMPT } from '@/lib/compare/client/prompt-places';
import { withAnotherAxis, withBase, withRepeats } from '@/lib/compare/client/sweep-edits';
import { PromptFields } from '../prompt/prompt-fields';
import { WhitespaceHint } from '../prompt/whitespace-hint';
import { useCompareView } from '../view-state';

/** The prompt of all columns that have none of their own. */
export function SharedPrompt() {
  const { prompt: open, change } = useCompareView();
  const id = useId();
  const isList = usePlanPart(({ base }) => Array.isArray(base.prompt));
  const first = usePlanPart(({ base }) => firstLine(base.prompt));
  const sharing = useVariants((columns) => columns.filter((column) => column.prompt === undefined).length);
  const count = useVariants((columns) => columns.length);
  const changePlan = useChangePlan();
  const toggleList = () => {
    const { prompt } = changePlan((plan) => {
      const { prompt: now } = plan.base;
      return withBase(plan, { prompt: Array.isArray(now) ? (now[0] ?? '') : [now] });
    }).base;
    if (!Array.isArray(prompt) || prompt.length < 2) return;
    toast(`Kept the first of ${prompt.length} prompts.`, {
      of: 'page',
      action: { label: 'Undo', onClick: () => changePlan((plan) => withBase(plan, { prompt })) },
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
        {open && !isList && <WhitespaceHint place={BASE_PROMPT} />}
        {/* In a wide window the outputs need the line that it would take below. */}
        {open && <VaryMore className="max-wide:hidden" />}
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
          place={BASE_PROMPT}
          label="Prompt"
          className="max-h-[min(30dvh,220px)]"
        />
        <VaryMore className="mt-1 wide:hidden" />
      </div>
    </section>
  );
}

/** Makes a grid of the columns: each with the rows of a table, with the values of an axis, or several times. */
function VaryMore({ className }: { className: string }) {
  const change = useChangePlan();
  return (
    <div className={cx('flex flex-wrap gap-1', className)}>
      <Button size="sm" variant="ghost" onClick={() => change(withFirstInput)}>
        <Table2 aria-hidden="true" className="size-3.5" />
        Add inputs
      </Button>
      <Button size="sm" variant="ghost" onClick={() => change(withAnotherAxis)}>
        <Plus aria-hidden="true" className="size-3.5" />
        Add axis
      </Button>
      <Button size="sm" variant="ghost" onClick={() => change((plan) => withRepeats(plan, 2))}>
        Repeat runs
      </Button>
    </div>
  );
}

function firstLine(prompt: string | readonly string[]): string {
  const text = typeof prompt === 'string' ? prompt : (prompt[0] ?? '');
  const line = text.slice(0, 300).split('\n', 1)[0] ?? '';
  return line.length < text.length ? `${line} …` : line;
}
