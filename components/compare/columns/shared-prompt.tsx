'use client';

import { ListOrdered, Plus, Table2 } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { toastUndo } from '@/components/ui/toast';
import { withFirstInput } from '@/lib/compare/client/input-edits';
import { useChangePlan, usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { BASE_PROMPT } from '@/lib/compare/client/prompt-places';
import { withAnotherAxis, withBase, withRepeats } from '@/lib/compare/client/sweep-edits';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { PromptFields } from '../prompt/prompt-fields';
import { WhitespaceHint } from '../prompt/whitespace-hint';
import { useCompareView } from '../view-state';
import { CollapseButton } from './collapse-button';

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
    toastUndo(`Kept the first of ${prompt.length} prompts.`, () =>
      changePlan((plan) => withBase(plan, { prompt })),
    );
  };
  return (
    <section aria-label="Shared prompt" className="compare-wide shrink-0 border-b">
      <div className="flex h-9 items-center gap-1 pr-2 pl-1.5 pointer-coarse:h-11">
        <CollapseButton
          open={open}
          onToggle={() => change({ prompt: !open })}
          controls={id}
          className="text-xs font-medium"
        >
          {isList ? 'Prompts' : 'Prompt'}
        </CollapseButton>
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
            label="Multiple prompts in one run"
            word="Multiple prompts"
            wordFrom="always"
            pressed={isList}
            onClick={toggleList}
            icon={ListOrdered}
          />
        )}
      </div>
      <div id={id} hidden={!open} className="pr-4 pb-2 pl-4">
        <PromptFields
          key={String(isList)}
          place={BASE_PROMPT}
          label="Prompt"
          bare
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
  const { change: changeView } = useCompareView();
  const addInputs = () => {
    change(withFirstInput);
    changeView({ layer: 'inputs' });
  };
  // The outputs of columns are not those of the grid's cells.
  const vary = (made: string, edit: (plan: ComparisonPlan) => ComparisonPlan) => {
    const before = change(edit);
    toastUndo(made, () => change(() => before));
  };
  return (
    <div className={cx('flex flex-wrap gap-1', className)}>
      <Button size="sm" variant="ghost" onClick={addInputs} icon={Table2}>
        Add inputs
      </Button>
      <Button size="sm" variant="ghost" onClick={() => vary('Axis added.', withAnotherAxis)} icon={Plus}>
        Add axis
      </Button>
      <Button
        size="sm"
        variant="ghost"
        onClick={() => vary('Every column runs twice.', (plan) => withRepeats(plan, 2))}
      >
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
