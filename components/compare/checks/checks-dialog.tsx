'use client';

import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toastUndo } from '@/components/ui/toast';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import {
  type CheckDraft,
  draftOfCheck,
  newCheckDraft,
  withCheck,
  withoutCheck,
} from '@/lib/compare/client/check-drafts';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { useChecks } from '@/lib/compare/client/verdicts';
import { type Check, checkLabel, MAX_CHECKS, rateLabel } from '@/lib/compare/model/checks';
import { type MeasureName, verdictNames } from '@/lib/compare/model/measures';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { spread } from '@/lib/compare/model/spread';
import { CheckFields } from './check-fields';

/** Adds, changes and removes the checks of the comparison; what can be read applies at once. */
export function ChecksDialog({ onClose }: { onClose: () => void }) {
  const { plan: store } = useCompareStore();
  const checks = useChecks();
  const rates = useRates();
  /** New ones that are not checks yet. */
  const [drafts, setDrafts] = useState<readonly CheckDraft[]>(() =>
    checks.length === 0 ? [newCheckDraft()] : [],
  );
  /** Rows keep their places, also while some of them are no checks yet. */
  const [order, setOrder] = useState<readonly string[]>(() => drafts.map(({ id }) => id));
  const rows = rowsOf(checks, drafts, order);
  const list = useRef<HTMLDivElement>(null);
  /** The row that gets the focus with the next render. */
  const focused = useRef<number | null>(null);
  useEffect(() => {
    if (focused.current === null) return;
    focusRow(list.current, focused.current);
    focused.current = null;
  });

  const change = (how: (plan: ComparisonPlan) => ComparisonPlan) => {
    const before = store.view().plan;
    const after = how(before);
    if (after !== before) store.change({ plan: after });
  };
  const add = () => {
    const draft = newCheckDraft();
    focused.current = rows.length;
    setDrafts((now) => [...now, draft]);
    setOrder([...rows.map(({ id }) => id), draft.id]);
  };
  const save = (check: Check, at: number) =>
    change((plan) => withCheck(plan, check, rows.slice(0, at).filter((row) => row.check !== null).length));
  const remove = (id: string, at: number) => {
    focused.current = Math.min(at, rows.length - 2);
    setDrafts((now) => now.filter((draft) => draft.id !== id));
    const check = checks.find((one) => one.id === id);
    if (!check) return;
    const place = checks.indexOf(check);
    change((plan) => withoutCheck(plan, id));
    toastUndo(`${checkLabel(check)} removed.`, () => change((plan) => withCheck(plan, check, place)));
  };
  return (
    <Dialog
      onClose={onClose}
      title="Checks"
      description="Each complete output passes or fails. Changing a check doesn't run anything."
      side="right"
      className="w-[min(620px,100vw)]!"
    >
      <div ref={list}>
        {rows.map(({ id, check, start }, at) => (
          <CheckFields
            key={id}
            number={at + 1}
            check={check}
            start={start}
            rate={rates[`check:${id}`] ?? null}
            autoFocus={at === 0}
            onCheck={(next) => save(next, at)}
            onRemove={() => remove(id, at)}
          />
        ))}
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button data-add-check="" disabled={rows.length >= MAX_CHECKS} onClick={add} icon={Plus}>
            Add check
          </Button>
          {rows.length >= MAX_CHECKS && (
            <span className="text-xs text-ink-3">Up to {MAX_CHECKS} checks.</span>
          )}
          {checks.length > 1 && rates.passed && (
            <span className="text-xs text-ink-2 tabular-nums">All checks: {rates.passed}</span>
          )}
        </div>
      </div>
    </Dialog>
  );
}

interface Row {
  readonly id: string;
  /** Null: it is not a check yet. */
  readonly check: Check | null;
  readonly start: CheckDraft;
}

function rowsOf(checks: readonly Check[], drafts: readonly CheckDraft[], order: readonly string[]): Row[] {
  const saved = checks.map((check): Row => ({ id: check.id, check, start: draftOfCheck(check) }));
  const unsaved = drafts.filter(({ id }) => checks.every((check) => check.id !== id));
  // Unsaved ones go before the next saved one that came after them.
  const rows = [...saved];
  for (const start of unsaved) {
    const later = new Set(order.slice(order.indexOf(start.id) + 1));
    const at = rows.findIndex(({ id }) => later.has(id));
    rows.splice(at < 0 ? rows.length : at, 0, { id: start.id, check: null, start });
  }
  return rows;
}

/** How many of the outputs pass, by check and all of them. */
function useRates(): Readonly<Partial<Record<MeasureName, string>>> {
  const { checks, cells } = useCellFigures();
  const outputs = [...cells.values()].flatMap(({ measures }) => measures);
  return Object.fromEntries(
    verdictNames(checks).flatMap((name) => {
      const rate = spread(outputs.map(({ values }) => values[name]));
      if (rate === null) return [];
      const { mean, n } = rate;
      const one = `The output ${mean === 1 ? 'passes' : 'fails'}`;
      return [[name, n === 1 ? one : `${rateLabel(mean, n)} outputs pass`]];
    }),
  );
}

/** Its first field; without any row, the button that adds one. */
function focusRow(list: HTMLElement | null, at: number): void {
  const rows = list?.querySelectorAll<HTMLElement>('[data-check]');
  const field = rows?.[at]?.querySelector<HTMLElement>('select');
  (field ?? list?.querySelector<HTMLElement>('[data-add-check]'))?.focus();
}
