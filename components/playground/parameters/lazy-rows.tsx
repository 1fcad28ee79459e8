'use client';

import { lazy } from 'react';
import { parameterValue } from '@/lib/playground/client/draft-settings';
import { useSettings } from '@/lib/playground/client/settings-editor';
import type { WrittenParameter } from '@/lib/playground/client/written-value';
import { ParameterRow } from './parameter-row';

/**
 * Rows whose controls are large and rarely used: their code loads when the pointer or the focus nears their
 * switch.
 */

const loadStop = () => import('./stop-texts');
const StopTexts = lazy(async () => ({ default: (await loadStop()).StopTexts }));
const loadBias = () => import('./bias-table');
const BiasTable = lazy(async () => ({ default: (await loadBias()).BiasTable }));
const loadBackoff = () => import('./retries-backoff');
const Backoff = lazy(async () => ({ default: (await loadBackoff()).Backoff }));

const loadWritten = () => import('./written-value');
const WrittenValue = lazy(async () => ({ default: (await loadWritten()).WrittenValue }));

/** A value that is typed as JSON. */
export function WrittenRow({ name }: { name: WrittenParameter }) {
  return (
    <ParameterRow name={name} preload={loadWritten}>
      {(aria) => <WrittenValue aria={aria} name={name} />}
    </ParameterRow>
  );
}

export function StopRow() {
  return (
    <ParameterRow name="stop" preload={loadStop}>
      {(aria) => <StopTexts aria={aria} />}
    </ParameterRow>
  );
}

export function LogitBiasRow() {
  const count = useSettings((settings) => Object.keys(parameterValue(settings, 'logit_bias')).length);
  return (
    <ParameterRow
      name="logit_bias"
      preload={loadBias}
      control={() => (
        <span className="text-xs text-ink-3 tabular-nums">
          {count === 0 ? 'no tokens' : count === 1 ? '1 token' : `${count} tokens`}
        </span>
      )}
    >
      {(aria) => <BiasTable aria={aria} />}
    </ParameterRow>
  );
}

/** The r9s client's `retries`. “backoff” is its only strategy. */
export function RetriesRow() {
  return (
    <ParameterRow
      name="retries"
      preload={loadBackoff}
      control={() => <span className="text-xs text-ink-3">backoff</span>}
    >
      {(aria) => <Backoff aria={aria} />}
    </ParameterRow>
  );
}
