import type { WireFrame, WireUsage } from '@/lib/protocol/wire/completion-wire';
import type { CompletionEnd } from './complete';
import { practiceModel } from './model';
import { PRACTICE_MODEL_ID } from './practice-model-id';

export function createFrame(): WireFrame {
  return {
    id: `cmpl-${randomId()}`,
    object: 'completion',
    created: Math.floor(Date.now() / 1000),
    model: PRACTICE_MODEL_ID,
    system_fingerprint: practiceModel().fingerprint,
  };
}

export function randomId(): string {
  let id = '';
  while (id.length < 24) id += Math.floor(Math.random() * 36).toString(36);
  return id;
}

export function wireUsage(promptTokens: number, ends: readonly CompletionEnd[]): WireUsage {
  const completionTokens = ends.reduce((sum, end) => sum + end.sampledTokens, 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

const encoder = new TextEncoder();

export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}
