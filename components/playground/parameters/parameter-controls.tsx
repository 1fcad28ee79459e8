'use client';

import type { ReactNode } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';
import { EchoRow, StreamOptionsRow, StreamRow, SuffixRow, UserRow } from './choice-rows';
import { LogitBiasRow, RetriesRow, StopRow } from './lazy-rows';
import { IntegerRow, SliderRow } from './number-rows';

/** The control of each parameter, for the settings of the `SettingsEditorProvider` around it, or else the draft's. */
export const PARAMETER_CONTROLS: Record<ParameterName, ReactNode> = {
  temperature: <SliderRow name="temperature" />,
  top_p: <SliderRow name="top_p" />,
  seed: <IntegerRow name="seed" />,
  max_tokens: <IntegerRow name="max_tokens" />,
  stop: <StopRow />,
  suffix: <SuffixRow />,
  n: <IntegerRow name="n" />,
  best_of: <IntegerRow name="best_of" />,
  frequency_penalty: <SliderRow name="frequency_penalty" />,
  presence_penalty: <SliderRow name="presence_penalty" />,
  logit_bias: <LogitBiasRow />,
  logprobs: <IntegerRow name="logprobs" />,
  echo: <EchoRow />,
  stream: <StreamRow />,
  stream_options: <StreamOptionsRow />,
  user: <UserRow />,
  retries: <RetriesRow />,
};
