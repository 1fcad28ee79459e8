'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { Field } from '@/components/ui/field';
import { RangeSlider } from '@/components/ui/range-slider';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { TextArea } from '@/components/ui/text-area';
import { axisHint, axisText } from '@/lib/compare/client/axis-text';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { parameterAxis, RANGE_VALUES, selectedRange, withAxis } from '@/lib/compare/client/sweep-edits';
import { type AxisOf, type AxisValue, MAX_VALUES, MIN_VALUES } from '@/lib/compare/model/plan';
import { modelsOf } from '@/lib/compare/model/plan-cells';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import { isEven } from '@/lib/compare/model/values-between';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { PARAMETERS, parameterSpec } from '@/lib/protocol/request/parameters';
import { sameValue } from '@/lib/protocol/request/settings';
import { useCompareView } from '../../view-state';

export interface ParameterValuesProps {
  at: number;
  axis: AxisOf<'parameter'>;
}

/** The values of a varied parameter: typed, or spread between two ends; and whether it is also left out. */
export function ParameterValues({ at, axis }: ParameterValuesProps) {
  const change = useChangePlan();
  const { change: changeView } = useCompareView();
  const { parameter } = axis;
  const { kind, label } = PARAMETERS[parameter];
  const isAlsoUnsent = axis.values.includes(null);
  const values = axis.values.filter((value) => value !== null);
  const [typed, setTyped] = useState<string | null>(null);
  const written = axisText(parameter, values);
  const rules = usePlanPart((plan) => rulesOfConnection(modelsOf(plan)[0]?.connectionId ?? null));
  const parse = (text: string, unsent = isAlsoUnsent) =>
    parseAxisValues(parameter, text, rules, unsent ? 1 : 0);
  const put = (next: readonly AxisValue[], unsent = isAlsoUnsent) =>
    change((plan) => withAxis(plan, at, parameterAxis(parameter, unsent ? [null, ...next] : next)));
  const parsed = typed === null ? null : parse(typed);
  const error = parsed && !parsed.ok ? parsed.message : null;
  const isUnread = error !== null;
  // While the field cannot be read, Run moves the focus to it.
  useEffect(() => {
    if (!isUnread) return;
    changeView((now) => ({ unread: [...now.unread.filter((one) => one !== at), at].sort() }));
    return () => changeView((now) => ({ unread: now.unread.filter((one) => one !== at) }));
  }, [isUnread, at, changeView]);
  // The values were changed elsewhere (a range selected, an undo), so the typed text is out of date.
  const known = useRef(values);
  useEffect(() => {
    if (sameValue(known.current, values)) return;
    if (!parsed?.ok || !sameValue(parsed.values, values)) setTyped(null);
    known.current = values;
  }, [values, parsed]);
  const text = typed ?? written;
  const switched = parse(text, !isAlsoUnsent);
  const id = useId();
  return (
    <>
      <Field
        label={<span className="sr-only">Values of {label}</span>}
        hint={axisHint(parameter)}
        error={error}
      >
        {(field) => (
          <TextArea
            {...field}
            mono
            rows={1}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              const read = parse(event.currentTarget.value);
              if (read.ok) put(read.values);
            }}
            onBlur={() => !isUnread && setTyped(null)}
            className="field-sizing-content max-h-32 resize-none!"
          />
        )}
      </Field>
      {kind === 'number' && (
        <AxisRange
          parameter={parameter}
          numbers={values.filter((value) => typeof value === 'number')}
          max={isAlsoUnsent ? MAX_VALUES - 1 : MAX_VALUES}
          onSpread={put}
        />
      )}
      <div className="flex items-center gap-2 text-xs text-ink-2">
        <Switch
          aria-labelledby={id}
          checked={isAlsoUnsent}
          disabled={!switched.ok}
          title={switched.ok ? undefined : switched.message}
          onCheckedChange={(unsent) => switched.ok && put(switched.values, unsent)}
        />
        <span id={id}>Also run without it (not sent)</span>
      </div>
    </>
  );
}

interface AxisRangeProps {
  parameter: AxisOf<'parameter'>['parameter'];
  numbers: readonly number[];
  max: number;
  onSpread: (values: readonly number[]) => void;
}

/** Values between two ends, evenly spaced once an end moves or a count is chosen. */
function AxisRange({ parameter, numbers, max: most, onSpread }: AxisRangeProps) {
  const { min = 0, max = 1, step = 0.01, label } = parameterSpec(parameter);
  const count = Math.max(MIN_VALUES, numbers.length);
  const requested = useRef(count);
  const even = isEven(parameter, numbers);
  const from = Math.min(...numbers);
  const to = Math.max(...numbers);
  const spread = (first: number, last: number, howMany: number) => {
    const range = selectedRange(parameter, first, last, Math.min(howMany, most));
    if (range) onSpread(range.values);
  };
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1 px-1.5">
        <RangeSlider
          label={`Values of ${label}`}
          from={from}
          to={to}
          min={min}
          max={max}
          step={step}
          ticks={numbers}
          // A short range may not fit that many values; a longer one then does again.
          onRangeChange={(first, last) => spread(first, last, Math.max(requested.current, count))}
        />
      </div>
      <Select
        size="sm"
        aria-label={`Number of values of ${label}`}
        value={even ? String(count) : ''}
        onValueChange={(chosen) => {
          requested.current = Number(chosen) || RANGE_VALUES;
          spread(from, to, requested.current);
        }}
        options={numbersTo(most - MIN_VALUES + 1).map((at) => ({
          value: MIN_VALUES + at,
          label: `${MIN_VALUES + at} steps`,
        }))}
        className="w-24 shrink-0 pointer-coarse:w-28"
      >
        {!even && (
          <option value="" hidden>
            {numbers.length === 1 ? '1 value' : `${count} values`}
          </option>
        )}
      </Select>
    </div>
  );
}
