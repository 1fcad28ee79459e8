'use client';

import { ShortcutList } from '@/components/ui/shortcut-list';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';

const ALL = Object.values(SHORTCUTS);

/** The keyboard shortcuts of the playground. */
export function PlaygroundShortcuts({ onClose }: { onClose: () => void }) {
  return (
    <ShortcutList
      shortcuts={ALL}
      more="On a slider, arrow keys move one step, or ten with Shift. In the editor, the browser's undo also removes appended text. In an output with probabilities, arrow keys move between tokens and Enter offers alternatives."
      onClose={onClose}
    />
  );
}
