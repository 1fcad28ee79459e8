'use client';

import type { ReactNode } from 'react';
import type { WrittenParameter } from '@/lib/playground/client/written-value';
import { isOfKind, PARAMETER_NAMES, type ParameterName } from '@/lib/protocol/request/parameters';
import { BooleanRow, StreamOptionsRow, StreamRow, SuffixRow, TextRow, UserRow } from './choice-rows';
import { LogitBiasRow, RetriesRow, StopRow, WrittenRow } from './lazy-rows';
import { IntegerRow, SliderRow } from './number-rows';

/**
 * The control of each parameter, for the settings of the `SettingsEditorProvider` around it, or else the
 * draft's.
 */
export const PARAMETER_CONTROLS = Object.fromEntries(
  PARAMETER_NAMES.map((name) => [name, controlOf(name)]),
) as Record<ParameterName, ReactNode>;

/** The control for the parameter's kind, when it has none of its own. */
function controlOf(name: ParameterName): ReactNode {
  switch (name) {
    case 'stop':
      return <StopRow />;
    case 'suffix':
      return <SuffixRow />;
    case 'logit_bias':
      return <LogitBiasRow />;
    case 'stream':
      return <StreamRow />;
    case 'stream_options':
      return <StreamOptionsRow />;
    case 'user':
      return <UserRow />;
    case 'retries':
      return <RetriesRow />;
    default:
      if (isOfKind(name, 'number')) return <SliderRow name={name} />;
      if (isOfKind(name, 'integer')) return <IntegerRow name={name} />;
      if (isOfKind(name, 'text')) return <TextRow name={name} />;
      if (isOfKind(name, 'boolean')) return <BooleanRow name={name} />;
      return <WrittenRow name={name as WrittenParameter} />;
  }
}
