import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, type ParameterName } from '@/lib/protocol/request/parameters';
import { promptTexts } from '@/lib/protocol/request/prompts';
import { sameValue } from '@/lib/protocol/request/settings';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import { retriesText, sentText } from './sent-text';
import type { SettingChange } from './setting-changes';

/** The parts of a run's request that can differ from another's. */
export interface Requested {
  readonly request: CompletionRequest;
  readonly retries: Retries | null;
  readonly connectionName: string;
}

/** `continued`: the prompt begins with the whole previous one. Characters are UTF-16 units. */
export type PromptChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'continued'; readonly added: number }
  | { readonly kind: 'changed'; readonly before: number; readonly after: number };

export interface RequestChanges {
  readonly settings: readonly SettingChange[];
  readonly prompt: PromptChange;
}

/** The differences between two requests, settings in the table's order after connection and model. */
export function requestChanges(before: Requested, after: Requested): RequestChanges {
  const settings: SettingChange[] = [];
  const name = (of: 'connection' | 'model', left: string, right: string) => {
    if (left !== right) settings.push({ name: of, before: left, after: right });
  };
  name('connection', before.connectionName, after.connectionName);
  name('model', before.request.model, after.request.model);
  for (const parameter of PARAMETER_NAMES) {
    const [left, right] = [settingOf(before, parameter), settingOf(after, parameter)];
    if (sameValue(left, right)) continue;
    if (parameter === 'retries') {
      const text = ({ retries }: Requested) => retries && retriesText(retries);
      settings.push({ name: parameter, before: text(before), after: text(after) });
      continue;
    }
    const text = (value: unknown) => (value === undefined ? null : sentText(value));
    settings.push({ name: parameter, before: text(left), after: text(right) });
  }
  return { settings, prompt: promptChange(before.request.prompt, after.request.prompt) };
}

function settingOf({ request, retries }: Requested, name: ParameterName): unknown {
  if (name === 'retries') return retries ?? undefined;
  // A single stop text may be sent as it is or as a list of one: servers treat both the same.
  if (name === 'stop') return request.stop === undefined ? undefined : [request.stop].flat();
  // The protocol treats absent as false.
  if (name === 'stream') return request.stream ?? false;
  return request[name];
}

function promptChange(before: CompletionRequest['prompt'], after: CompletionRequest['prompt']): PromptChange {
  if (sameValue(before, after)) return { kind: 'same' };
  if (typeof before === 'string' && typeof after === 'string' && after.startsWith(before)) {
    return { kind: 'continued', added: after.length - before.length };
  }
  const length = (prompt: CompletionRequest['prompt']) => promptTexts(prompt).join('').length;
  return { kind: 'changed', before: length(before), after: length(after) };
}
