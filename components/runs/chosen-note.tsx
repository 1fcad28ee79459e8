'use client';

import { Button } from '@/components/ui/button';
import { chooseChoice } from '@/lib/runs/client/chosen-choice';
import type { RunStore } from '@/lib/runs/client/run-store';

/** Over the only choice that is shown of several, since it was chosen. */
export function ChosenNote({ store, name, count }: { store: RunStore; name: string; count: number }) {
  return (
    <div className="flex min-h-8 shrink-0 items-center justify-between gap-2 border-b bg-sunken py-1 pr-2 pl-4 text-xs text-ink-2">
      <p>
        Using {name} of {count}. Append adds its text to the prompt.
      </p>
      <Button size="sm" onClick={() => chooseChoice(store, null)}>
        Show all {count}
      </Button>
    </div>
  );
}
