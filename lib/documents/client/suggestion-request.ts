import { suggestionPrompt } from '@/lib/documents/model/suggestion-text';
import type { Draft } from '@/lib/playground/client/draft';
import { prepareRun } from '@/lib/playground/client/draft-run';
import { NO_TEXTS } from '@/lib/playground/client/injected-texts';
import type { Settings } from '@/lib/protocol/request/settings';
import type { StartRun } from '@/lib/runs/model/runs';

/** Tokens of a suggestion, at most. */
export const SUGGESTION_TOKENS = 24;
/** Alternatives of a suggestion, at most. */
export const MAX_ALTERNATIVES = 4;

export type SuggestionRun =
  | { readonly ok: true; readonly run: Omit<StartRun, 'idempotencyKey'>; readonly skip: string }
  | { readonly ok: false; readonly message: string };

/** The run that suggests how the text goes on at the cursor: the draft's settings, but short. */
export function suggestionRun(draft: Draft, text: string, at: number): SuggestionRun {
  const { prompt, skip } = suggestionPrompt(text, at);
  const prepared = prepareRun({
    ...draft,
    prompts: [prompt],
    asList: false,
    asIds: false,
    injected: NO_TEXTS,
    background: false,
    parent: null,
    settings: shortSettings(draft.settings),
  });
  if (!prepared.ok)
    return { ok: false, message: prepared.issues[0]?.message ?? 'The settings are not valid.' };
  return { ok: true, run: { ...prepared.run, suggestion: true }, skip };
}

/** How many alternatives these settings ask for. */
export function alternativeCount({ values, sent }: Settings): number {
  return sent.includes('n') ? Math.min(Math.max(1, values.n ?? 1), MAX_ALTERNATIVES) : 1;
}

const LEFT_OUT: ReadonlySet<string> = new Set(['best_of', 'echo', 'suffix', 'retries', 'n', 'max_tokens']);

function shortSettings({ values, sent }: Settings): Settings {
  const n = alternativeCount({ values, sent });
  const limit = sent.includes('max_tokens') ? (values.max_tokens ?? SUGGESTION_TOKENS) : SUGGESTION_TOKENS;
  const names = new Set(sent.filter((name) => !LEFT_OUT.has(name)));
  names.add('max_tokens');
  if (n > 1) names.add('n').add('logprobs');
  return {
    values: {
      ...values,
      stream: true,
      max_tokens: Math.max(1, Math.min(limit, SUGGESTION_TOKENS)),
      n,
      // Alternatives are ranked by their probabilities.
      logprobs: sent.includes('logprobs') ? values.logprobs : 1,
    },
    sent: [...names],
  };
}
