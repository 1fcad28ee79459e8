import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { WhatIf, WhatIfEntry } from '@/lib/runs/model/what-if';
import { formatChance, whatIfLabel } from '../token-labels';
import { TokenRow } from '../token-row';

/** An alternative with its probability before and after. */
export function WhatIfTokenRow({ entry }: { entry: WhatIfEntry }) {
  return (
    <TokenRow
      text={visibleInline(entry.text) || '(empty)'}
      chance={entry.after}
      chosen={entry.chosen}
      label={whatIfLabel(entry)}
    />
  );
}

/** What the figures are of, and whether the chosen token would still have been possible. */
export function WhatIfNote({ scaled }: { scaled: WhatIf }) {
  const { entries, shown, possible } = scaled;
  return (
    <p className="mt-1 border-t px-1 pt-1 text-2xs text-ink-3">
      {!possible && <span className="block font-medium text-ink">Ruled out by these settings.</span>}
      {entries.length > 1
        ? `≈ Based on these ${entries.length} alone (${formatChance(shown)} in total).`
        : 'No alternatives for this token.'}
    </p>
  );
}
