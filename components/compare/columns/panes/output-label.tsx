'use client';

import { TokenColoursSelect } from '@/components/runs/token-colours-select';
import { Switch } from '@/components/ui/switch';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { useComparisonResults } from '../comparison-results';

/** The display options of the outputs, as in the playground. */
export function OutputLabel() {
  const { outputs } = useComparisonResults();
  const withPrompt = useWithPrompt();
  const hasTokens = outputs.some((output) =>
    output?.run.store.state.choices.some((choice) => choice.tokens !== null),
  );
  return (
    <div className="compare-label flex flex-col gap-2 border-r px-4 py-3 text-xs text-ink-2">
      <h2 className="font-medium">Outputs</h2>
      <div className="flex items-center gap-1">
        <span id="compare-with-prompt" className="mr-auto">
          Show prompt
        </span>
        <Switch
          aria-labelledby="compare-with-prompt"
          checked={withPrompt}
          onCheckedChange={setWithPrompt}
          className="-mr-1"
        />
      </div>
      {hasTokens && <TokenColoursSelect unchosen="off" />}
    </div>
  );
}
