'use client';

import { Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { NumberField } from '@/components/ui/number-field';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { TextArea } from '@/components/ui/text-area';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import {
  type CheckDraft,
  type DraftField,
  draftOfCheck,
  type ReadCheck,
  readCheckDraft,
} from '@/lib/compare/client/check-drafts';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type Check, type CheckKind, checkLabel, KIND_LABELS } from '@/lib/compare/model/checks';
import { hasExpected } from '@/lib/compare/model/plan-cells';
import { sameValue } from '@/lib/protocol/request/settings';

const KINDS = Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }));

const UNITS = [
  { value: 'characters', label: 'Characters' },
  { value: 'tokens', label: 'Tokens' },
];

export interface CheckFieldsProps {
  /** From 1. */
  number: number;
  /** As it is saved; null: not yet. */
  check: Check | null;
  /** What a check that is not saved yet starts with. */
  start: CheckDraft;
  /** How many outputs pass; null: none has a verdict. */
  rate: string | null;
  autoFocus: boolean;
  onCheck: (check: Check) => void;
  onRemove: () => void;
}

/** The fields of one check. What cannot be read stays here, and the check remains as it was saved. */
export function CheckFields({ number, check, start, rate, autoFocus, onCheck, onRemove }: CheckFieldsProps) {
  const [draft, setDraft] = useState(start);
  const { problem, forget } = useProblem(draft, number, (read) => {
    saved.current = read;
    onCheck(read);
  });
  // Set elsewhere: in another tab, or by an undo.
  const saved = useRef(check);
  useEffect(() => {
    if (check === null || sameValue(check, saved.current)) return;
    saved.current = check;
    setDraft(draftOfCheck(check));
  }, [check]);
  /** An empty field is no mistake before it has been left. */
  const [left, setLeft] = useState(check !== null);
  const shown = problem !== null && (left || draft.value !== '') ? problem : null;
  const change = (part: Partial<CheckDraft>) => setDraft((before) => ({ ...before, ...part }));
  const name = `Check ${number}`;
  const rateId = useId();
  return (
    <fieldset
      data-check={draft.id}
      aria-describedby={rateId}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setLeft(true);
      }}
      className="flex min-w-0 flex-col gap-2 border-b py-3 first:pt-1"
    >
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center gap-2">
        <Select
          aria-label={`Type of check ${number}`}
          data-autofocus={autoFocus ? '' : undefined}
          value={draft.kind}
          onValueChange={(kind) => change({ kind: kind as CheckKind })}
          options={KINDS}
          className="min-w-0 flex-1"
        />
        <IconButton
          label={`Remove check ${number}`}
          tooltip="Remove"
          word="Remove"
          onClick={() => {
            forget();
            onRemove();
          }}
          icon={Trash2}
        />
      </div>
      <KindFields draft={draft} problem={shown} onChange={change} />
      <p id={rateId} data-check-rate="" className="min-h-4 text-xs text-ink-2 tabular-nums">
        {shown === null && check !== null && (rate ?? 'No output to check yet')}
        {shown !== null && check !== null && <>Still using: {checkLabel(check)}</>}
      </p>
    </fieldset>
  );
}

type Problem = Extract<ReadCheck, { ok: false }>;

/** Reads the draft whenever it changes, and passes on what can be read. */
function useProblem(
  draft: CheckDraft,
  number: number,
  onCheck: (check: Check) => void,
): {
  readonly problem: Problem | null;
  /** What is typed may be lost: it is being removed. */
  readonly forget: () => void;
} {
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(onCheck);
  const unread = useRef<string | null>(null);
  useEffect(() => {
    latest.current = onCheck;
  });
  useEffect(() => {
    let isCurrent = true;
    void readCheckDraft(draft).then((read) => {
      if (!isCurrent) return;
      setProblem(read.ok ? null : read);
      unread.current = read.ok || isEmpty(draft) ? null : `Check ${number} wasn't saved: ${read.message}`;
      if (read.ok) latest.current(read.check);
    });
    return () => {
      isCurrent = false;
    };
  }, [draft, number]);
  // The dialog may close: what was typed is never dropped silently.
  useEffect(
    () => () => {
      if (unread.current !== null) toast(unread.current, { tone: 'bad' });
    },
    [],
  );
  const forget = () => {
    unread.current = null;
  };
  return { problem, forget };
}

function isEmpty({ value, keys, min, max }: CheckDraft): boolean {
  return value === '' && keys === '' && min === null && max === null;
}

interface KindFieldsProps {
  draft: CheckDraft;
  problem: Problem | null;
  onChange: (part: Partial<CheckDraft>) => void;
}

function KindFields({ draft, problem, onChange }: KindFieldsProps) {
  const { kind } = draft;
  const errorOf = (field: DraftField) => (problem?.field === field ? problem.message : undefined);
  if (kind === 'length') return <LengthFields draft={draft} errorOf={errorOf} onChange={onChange} />;
  if (kind === 'json') {
    return (
      <Field label="Required keys" hint="Optional. Separate keys with commas." error={errorOf('keys')}>
        {(control) => (
          <TextField
            {...control}
            mono
            value={draft.keys}
            onChange={({ currentTarget }) => onChange({ keys: currentTarget.value })}
          />
        )}
      </Field>
    );
  }
  if (kind === 'equals_expected') return <ExpectedFields draft={draft} onChange={onChange} />;
  const isPattern = kind === 'matches';
  return (
    <>
      <Field label={isPattern ? 'Pattern' : 'Text'} hint={hintOf(kind)} error={errorOf('value')}>
        {(control) =>
          isPattern ? (
            <TextField
              {...control}
              mono
              spellCheck={false}
              autoCapitalize="off"
              value={draft.value}
              onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
            />
          ) : (
            <TextArea
              {...control}
              mono
              rows={1}
              spellCheck={false}
              value={draft.value}
              onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
            />
          )
        }
      </Field>
      <MatchCase draft={draft} onChange={onChange} />
    </>
  );
}

function hintOf(kind: CheckKind): string | undefined {
  if (kind === 'matches')
    return 'RE2 syntax: no lookarounds or backreferences. Use (?s) to let . match line breaks.';
  const ignoresSpace = kind === 'equals' || kind === 'starts_with' || kind === 'ends_with';
  return ignoresSpace ? 'Spaces and line breaks around the text are ignored.' : undefined;
}

function ExpectedFields(props: Omit<KindFieldsProps, 'problem'>) {
  const isThere = usePlanPart(hasExpected);
  return (
    <>
      <p className="text-xs text-ink-3">
        {isThere
          ? 'Spaces and line breaks around the text are ignored.'
          : 'The inputs have no column named “expected” yet.'}
      </p>
      <MatchCase {...props} />
    </>
  );
}

function MatchCase({ draft, onChange }: Omit<KindFieldsProps, 'problem'>) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Switch id={id} checked={draft.matchCase} onCheckedChange={(matchCase) => onChange({ matchCase })} />
      <label htmlFor={id} className="text-xs text-ink-2">
        Match case
      </label>
    </div>
  );
}

function LengthFields({
  draft,
  errorOf,
  onChange,
}: Omit<KindFieldsProps, 'problem'> & { errorOf: (field: DraftField) => string | undefined }) {
  const bounds = [
    { field: 'min', label: 'Minimum' },
    { field: 'max', label: 'Maximum' },
  ] as const;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {bounds.map(({ field, label }) => (
        <Field key={field} label={label} error={errorOf(field)} className="w-28">
          {(control) => (
            <NumberField
              {...control}
              integer
              min={0}
              allowEmpty
              value={draft[field]}
              onValueChange={(value) => onChange({ [field]: value })}
              className="h-8!"
            />
          )}
        </Field>
      ))}
      <Field label="Unit" className="w-36">
        {(control) => (
          <Select
            id={control.id}
            value={draft.unit}
            onValueChange={(unit) => onChange({ unit: unit as CheckDraft['unit'] })}
            options={UNITS}
          />
        )}
      </Field>
    </div>
  );
}
