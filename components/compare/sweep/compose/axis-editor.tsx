'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { RangeSlider } from '@/components/ui/range-slider';
import { Select } from '@/components/ui/select';
import { TextArea } from '@/components/ui/text-area';
import { axisHint, axisText } from '@/lib/compare/client/axis-text';
import {
  RANGE_VALUES,
  selectedRange,
  startValues,
  withAxis,
  withoutAxis,
} from '@/lib/compare/client/sweep-edits';
import { useChangeSweep, useSweepPlan } from '@/lib/compare/client/sweep-plan';
import {
  type Axis,
  MAX_VALUES,
  MIN_VALUES,
  SWEEP_PARAMETERS,
  type SweepParameter,
} from '@/lib/compare/model/plan';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import { isEven } from '@/lib/compare/model/values-between';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { PARAMETERS, parameterSpec } from '@/lib/protocol/request/parameters';
import { sameValue } from '@/lib/protocol/request/settings';
import { useSweepView } from '../sweep-view';

const COUNTS = Array.from({ length: MAX_VALUES - MIN_VALUES + 1 }, (_, at) => MIN_VALUES + at);

/** One varied parameter and its values: typed, or spread between two ends. */
export function AxisEditor({ at, axis }: { at: number; axis: Axis }) {
  const change = useChangeSweep();
  const other = useSweepPlan(({ axes }) => axes[1 - at]?.parameter ?? null);
  const isRepeated = useSweepPlan(({ repeats }) => repeats > 1);
  const { parameter } = axis;
  const label = parameterSpec(parameter).label;
  return (
    <fieldset
      data-axis={at}
      aria-label={at === 0 ? 'First axis' : 'Second axis'}
      className="flex flex-col gap-1.5"
    >
      <div className="flex items-center gap-2">
        <span className="w-16 shrink-0 text-xs text-ink-3" aria-hidden="true">
          {at === 0 ? 'Rows ↓' : 'Columns →'}
        </span>
        <Select
          aria-label={at === 0 ? 'Row parameter' : 'Column parameter'}
          value={parameter}
          onChange={(event) => {
            const name = event.currentTarget.value as SweepParameter;
            change((plan) => withAxis(plan, at, { parameter: name, values: startValues(name) }));
          }}
          className="min-w-0 flex-1"
        >
          {SWEEP_PARAMETERS.filter((name) => name !== other).map((name) => (
            <option key={name} value={name}>
              {parameterSpec(name).label}
            </option>
          ))}
        </Select>
        {other !== null && (
          <IconButton label={`Stop varying ${label}`} onClick={() => change((plan) => withoutAxis(plan, at))}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <AxisValues key={parameter} at={at} axis={axis} />
      {parameter === 'seed' && !isRepeated && (
        <p className="text-xs text-ink-3">The seed varies here, so cells aren't repeated.</p>
      )}
    </fieldset>
  );
}

function AxisValues({ at, axis }: { at: number; axis: Axis }) {
  const change = useChangeSweep();
  const view = useSweepView();
  const { parameter, values } = axis;
  const { kind, label } = PARAMETERS[parameter];
  const [typed, setTyped] = useState<string | null>(null);
  const written = axisText(parameter, values);
  const rules = useSweepPlan(({ base }) => rulesOfConnection(base.connectionId));
  const parsed = typed === null ? null : parseAxisValues(parameter, typed, rules);
  const error = parsed && !parsed.ok ? parsed.message : null;
  const isUnread = error !== null;
  const { change: changeView } = view;
  // While the field cannot be read, Run moves the focus to it.
  useEffect(() => {
    if (!isUnread) return;
    changeView((now) => ({ unread: [...now.unread.filter((one) => one !== at), at].sort() }));
    return () => changeView((now) => ({ unread: now.unread.filter((one) => one !== at) }));
  }, [isUnread, at, changeView]);
  // The values were changed elsewhere (a range selected, an undo), so the typed text is out of date.
  const known = useRef(values);
  useEffect(() => {
    if (known.current !== values && (!parsed?.ok || !sameValue(parsed.values, values))) setTyped(null);
    known.current = values;
  }, [values, parsed]);
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
            value={typed ?? written}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setTyped(text);
              const read = parseAxisValues(parameter, text, rules);
              if (read.ok) {
                change((plan) => withAxis(plan, at, { parameter, values: [...read.values] }));
              }
            }}
            onBlur={() => !isUnread && setTyped(null)}
            className="field-sizing-content max-h-32 resize-none!"
          />
        )}
      </Field>
      {kind === 'number' && <AxisRange at={at} axis={axis} />}
    </>
  );
}

/** Values between two ends, evenly spaced once an end moves or a count is chosen. */
function AxisRange({ at, axis }: { at: number; axis: Axis }) {
  const change = useChangeSweep();
  const { parameter } = axis;
  const { min = 0, max = 1, step = 0.01, label } = parameterSpec(parameter);
  const numbers = axis.values.filter((value) => typeof value === 'number');
  const count = Math.max(MIN_VALUES, numbers.length);
  const requested = useRef(count);
  const even = isEven(parameter, numbers);
  const from = Math.min(...numbers);
  const to = Math.max(...numbers);
  const spread = (first: number, last: number, howMany: number) => {
    const range = selectedRange(parameter, first, last, howMany);
    if (range) change((plan) => withAxis(plan, at, { parameter, values: [...range.values] }));
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
        onChange={(event) => {
          requested.current = Number(event.currentTarget.value) || RANGE_VALUES;
          spread(from, to, requested.current);
        }}
        className="w-24 shrink-0 pointer-coarse:w-28"
      >
        {!even && (
          <option value="" hidden>
            {count} values
          </option>
        )}
        {COUNTS.map((one) => (
          <option key={one} value={one}>
            {one} steps
          </option>
        ))}
      </Select>
    </div>
  );
}
