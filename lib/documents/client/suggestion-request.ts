import { suggestionPrompt } from '@/lib/documents/model/suggestion-text';
import type { Draft } from '@/lib/playground/client/draft';
import { INITIAL_VALUES, type Settings } from '@/lib/protocol/request/settings';
import type { StartRun } from '@/lib/runs/model/runs';
import { prepareContinuation } from './prepare-continuation';

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
  const short = { ...draft, background: false, settings: shortSettings(draft.settings) };
  const place = { before: prompt, after: text.slice(at), parent: null };
  const prepared = prepareContinuation(short, place);
  if (!prepared.ok)
    return { ok: false, message: prepared.issues[0]?.message ?? "The settings aren't valid." };
  return { ok: true, run: { ...prepared.run, suggestion: true }, skip };
}

/** How many alternatives these settings ask for. */
export function alternativeCount({ values, sent }: Settings): number {
  return sent.includes('n') ? Math.min(Math.max(1, values.n ?? INITIAL_VALUES.n), MAX_ALTERNATIVES) : 1;
}

/** Tokens that each alternative may have. */
export function suggestionTokens({ values, sent }: Settings): number {
  const limit = sent.includes('max_tokens')
    ? (values.max_tokens ?? INITIAL_VALUES.max_tokens)
    : SUGGESTION_TOKENS;
  return Math.max(1, Math.min(limit, SUGGESTION_TOKENS));
}

const LEFT_OUT: ReadonlySet<string> = new Set(['best_of', 'retries', 'n', 'max_tokens']);

function shortSettings({ values, sent }: Settings): Settings {
  const n = alternativeCount({ values, sent });
  const names = new Set(sent.filter((name) => !LEFT_OUT.has(name)));
  names.add('max_tokens');
  if (n > 1) names.add('n').add('logprobs');
  return {
    values: {
      ...values,
      stream: true,
      max_tokens: suggestionTokens({ values, sent }),
      n,
      // Alternatives are ranked by their probabilities.
      logprobs: sent.includes('logprobs') ? (values.logprobs ?? INITIAL_VALUES.logprobs) : 1,
    },
    sent: [...names],
  };
}
