'use client';

import { NumberField } from '@/components/ui/number-field';
import { Switch } from '@/components/ui/switch';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useParameterEdits, useSettings } from '@/lib/playground/client/settings-editor';
import { BACKOFF, BACKOFF_NAMES, type BackoffName, type Retries } from '@/lib/protocol/request/value-kinds';
import type { RowControl } from './parameter-row';

const CONTROLS: Record<BackoffName, { label: string; unit: string; step: number }> = {
  initialInterval: { label: 'First wait', unit: 'ms', step: 100 },
  maxInterval: { label: 'Maximum wait', unit: 'ms', step: 1000 },
  exponent: { label: 'Backoff factor', unit: '×', step: 0.1 },
  maxElapsedTime: { label: 'Give up after', unit: 'ms', step: 10_000 },
};

/** The r9s client's `retries`: the four numbers of its backoff, and whether lost connections are retried. */
export function Backoff({ aria }: { aria: RowControl }) {
  const retries = useSettings((settings) => parameterValue(settings, 'retries'));
  const edits = useParameterEdits();
  const change = (patch: Partial<Retries>) => edits.set('retries', { ...retries, ...patch });
  return (
    <div className="flex flex-col gap-1 border-l pl-3">
      {BACKOFF_NAMES.map((name) => {
        const { label, unit, step } = CONTROLS[name];
        const { kind, min, max } = BACKOFF[name];
        const value = retries.backoff[name];
        const outside = value < min || value > max;
        return (
          <div key={name} className="flex items-center gap-2">
            <label htmlFor={`retries-${name}`} className="mr-auto text-xs text-ink-2">
              {label}
            </label>
            <span className="w-22 shrink-0">
              <NumberField
                id={`retries-${name}`}
                aria-describedby={outside ? aria['aria-describedby'] : undefined}
                aria-invalid={outside || undefined}
                integer={kind === 'integer'}
                min={min}
                max={max}
                step={step}
                value={value}
                onValueChange={(next) => {
                  if (next !== null) change({ backoff: { ...retries.backoff, [name]: next } });
                }}
              />
            </span>
            <span className="w-4 text-xs text-ink-3">{unit}</span>
          </div>
        );
      })}
      <div className="flex items-center gap-2">
        <span id="retries-connection" className="mr-auto text-xs text-ink-2">
          Retry when the connection fails
        </span>
        <Switch
          aria-labelledby="retries-connection"
          checked={retries.retryConnectionErrors}
          onCheckedChange={(on) => change({ retryConnectionErrors: on })}
        />
      </div>
    </div>
  );
}
