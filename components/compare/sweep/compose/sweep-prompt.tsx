'use client';

import { HiddenNotice, hiddenSummary, lineEndSummary } from '@/components/playground/editor/hidden-notice';
import { StoredTextArea } from '@/components/playground/editor/stored-text-area';
import { CONTROL_STYLE } from '@/components/ui/control-style';
import { cx } from '@/components/ui/cx';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { sweepOf, useSweepPlan } from '@/lib/compare/client/sweep-plan';
import type { SweepPlan } from '@/lib/compare/model/plan';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';

/** The prompt of every cell; a list of prompts has one field each. */
export function SweepPrompt() {
  const count = useSweepPlan(({ prompt }) => (typeof prompt === 'string' ? null : prompt.length));
  const trailing = useSweepPlan(({ prompt }) =>
    typeof prompt === 'string' ? (trailingWhitespace(prompt)?.visible ?? null) : null,
  );
  return (
    <section aria-labelledby="sweep-prompt" className="flex flex-col gap-1.5">
      <h2 id="sweep-prompt" className="text-xs font-medium text-ink-2">
        {count === null ? 'Prompt' : 'Prompts'}
      </h2>
      {count === null ? (
        <PromptField label="Prompt" at={null} />
      ) : (
        numbersTo(count).map((at) => <PromptField key={at} label={`Prompt ${at + 1}`} at={at} />)
      )}
      {trailing && (
        <p role="status" className="text-xs text-warn">
          Ends with <code className="rounded-sm bg-warn-soft px-1">{trailing}</code>, which usually hurts
          completions.
        </p>
      )}
    </section>
  );
}

function PromptField({ label, at }: { label: string; at: number | null }) {
  const { plan: store } = useCompareStore();
  const textIn = ({ prompt }: SweepPlan) => {
    if (at === null) return typeof prompt === 'string' ? prompt : undefined;
    return typeof prompt === 'string' ? undefined : prompt[at];
  };
  const write = (text: string) => {
    const plan = sweepOf(store.view().plan);
    const next = typeof plan.prompt === 'string' || at === null ? text : plan.prompt.with(at, text);
    store.change({ plan: { ...plan, prompt: next } });
  };
  const hidden = useSweepPlan((plan) => hiddenSummary(textIn(plan) ?? ''));
  const lines = useSweepPlan((plan) => lineEndSummary(textIn(plan) ?? ''));
  const read = () => textIn(sweepOf(store.view().plan));
  return (
    <>
      <StoredTextArea
        aria-label={label}
        data-arrival=""
        rows={3}
        placeholder="Start writing. Every cell continues from the last character."
        read={read}
        write={write}
        subscribe={store.subscribe}
        className={cx(
          CONTROL_STYLE,
          'text-model field-sizing-content max-h-48 resize-none px-2 py-1.5 text-[13px]!',
        )}
      />
      <HiddenNotice hidden={hidden} lines={lines} read={() => read() ?? ''} write={write} />
    </>
  );
}
