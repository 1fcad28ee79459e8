'use client';

import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { setWithPrompt, useWithPrompt } from '@/lib/platform/client/with-prompt';
import { setTokenColours, useTokenColours } from '@/lib/runs/client/token-colours';
import { useComparisonResults } from '../comparison-results';

/** Beside the outputs: how they are shown, as in the playground. */
export function OutputLabel() {
  const { outputs } = useComparisonResults();
  const colours = useTokenColours();
  const withPrompt = useWithPrompt();
  const hasTokens = outputs.some((output) =>
    output?.run.store.state.choices.some((choice) => choice.tokens !== null),
  );
  return (
    <div className="compare-label flex flex-col gap-2 border-r px-4 py-3 text-xs text-ink-2">
      <h2 className="font-medium">Outputs</h2>
      <div className="flex items-center gap-1">
        <span id="compare-with-prompt" className="mr-auto">
          With the prompt
        </span>
        <Switch
          aria-labelledby="compare-with-prompt"
          checked={withPrompt}
          onCheckedChange={setWithPrompt}
          className="-mr-1"
        />
      </div>
      {hasTokens && (
        <Select
          size="sm"
          aria-label="Token colours"
          value={colours}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTokenColours(value === 'probability' || value === 'rank' ? value : 'off');
          }}
        >
          <option value="off">Colours off</option>
          <option value="probability">By probability</option>
          <option value="rank">By rank</option>
        </Select>
      )}
    </div>
  );
}
