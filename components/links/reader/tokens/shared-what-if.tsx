'use client';

import { WhatIfPlace } from '@/components/runs/what-if/what-if-place';
import { WhatIfPanel, WhatIfSwitch } from '@/components/runs/what-if/what-if-switch';
import { settingsOfRequest, whatIfOf } from '@/lib/runs/client/what-if';
import { useShared } from '../use-shared';

/** "What if" of a reader's page: of one run. */
const READER = {};
export const readerWhatIf = whatIfOf(READER);

/** The switch and the sliders. Not for a comparison, whose runs differ, or where the settings are left out. */
export function SharedWhatIf({ slug, onFail }: { slug: string; onFail: () => void }) {
  const shared = useShared(slug, onFail);
  if (!shared) return <WhatIfPlace />;
  if (shared.kind !== 'run' || !shared.parameters) return null;
  const { parameters } = shared;
  const own = () =>
    settingsOfRequest({
      temperature: numberOf(parameters.temperature),
      top_p: numberOf(parameters.top_p),
      top_k: numberOf(parameters.top_k),
      min_p: numberOf(parameters.min_p),
    });
  return (
    <>
      <WhatIfSwitch store={readerWhatIf} own={own} />
      <div className="basis-full empty:hidden max-sm:order-2">
        <WhatIfPanel store={readerWhatIf} />
      </div>
    </>
  );
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
