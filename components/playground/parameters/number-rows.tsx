'use client';

import { Dices } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { NumberField } from '@/components/ui/number-field';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useParameterEdits, useSettings } from '@/lib/playground/client/settings-editor';
import { PARAMETERS, type ParameterOfKind, parameterSpec } from '@/lib/protocol/request/parameters';
import { ParameterRow } from './parameter-row';
import { ParameterSlider } from './parameter-slider';
import { useRangeSelection } from './range-selection';

export function SliderRow({ name }: { name: ParameterOfKind<'number'> }) {
  const value = useSettings((settings) => parameterValue(settings, name));
  const edits = useParameterEdits();
  const { min, max, step } = PARAMETERS[name];
  const { fallback, fallbackValue: defaultValue = Number(fallback) } = parameterSpec(name);
  const rangeSelection = useRangeSelection(name);
  const change = (next: number | null) => {
    if (next !== null) edits.set(name, next);
  };
  return (
    <ParameterRow
      name={name}
      alwaysOpen
      control={(aria, sent) => (
        <span className="w-16 shrink-0">
          <NumberField
            {...aria}
            {...shown(name, value, sent, defaultValue)}
            onValueChange={change}
            min={min}
            max={max}
            step={step}
          />
        </span>
      )}
    >
      {(aria, sent) => (
        <>
          <ParameterSlider
            {...aria}
            muted={!sent}
            // While it is off it stands where the server's default is.
            value={sent ? value : defaultValue}
            onValueChange={change}
            min={min}
            max={max}
            step={step}
            onSelectRange={rangeSelection?.selectRange}
            ticks={rangeSelection?.values}
          />
          {rangeSelection?.offer}
        </>
      )}
    </ParameterRow>
  );
}

/** Up to here a narrow field shows the whole number, and leaves its name the space. */
const MAX_OF_NARROW = 1_000;

export function IntegerRow({ name }: { name: ParameterOfKind<'integer'> }) {
  const value = useSettings((settings) => parameterValue(settings, name));
  const edits = useParameterEdits();
  const { min, max, step } = PARAMETERS[name];
  return (
    <ParameterRow
      name={name}
      control={(aria, sent) => (
        <>
          {name === 'seed' && (
            <IconButton
              size="sm"
              label="New random seed"
              word="New"
              onClick={() => edits.set('seed', Math.floor(Math.random() * 1_000_000))}
            >
              <Dices aria-hidden="true" />
            </IconButton>
          )}
          <span className={cx('shrink-0', max > MAX_OF_NARROW ? 'w-20' : 'w-16')}>
            <NumberField
              {...aria}
              {...shown(name, value, sent)}
              integer
              onValueChange={(next) => {
                if (next !== null) edits.set(name, next);
              }}
              min={min}
              max={max}
              step={step}
            />
          </span>
        </>
      )}
    />
  );
}

/**
 * A field of a parameter that is not sent is empty, with its default in it.
 * @param stepFrom where the arrow keys start then
 */
function shown(name: ParameterOfKind<'number' | 'integer'>, value: number, sent: boolean, stepFrom = value) {
  if (sent) return { value };
  const { fallback, shortFallback = fallback } = parameterSpec(name);
  return { value: null, stepFrom, placeholder: shortFallback };
}
