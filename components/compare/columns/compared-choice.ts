import { choiceName } from '@/components/runs/choice-name';
import type { EndedOutput } from '@/lib/compare/client/ended-outputs';
import { capitalized } from '@/lib/protocol/text/capitalized';

/** The name of the choice that a column is compared and measured by: `Choice 2`. Null: there is only one. */
export function comparedChoiceName({ run, choice }: Pick<EndedOutput, 'run' | 'choice'>): string | null {
  if (run.store.state.choices.length < 2) return null;
  const { n, prompt } = run.store.view().startRequest.request;
  return capitalized(choiceName(choice, n ?? 1, Array.isArray(prompt) ? prompt.length : 1));
}
