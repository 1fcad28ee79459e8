'use client';

import { ShortcutList } from '@/components/ui/shortcut-list';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';

const ALL = Object.values(SHORTCUTS);

/** The keyboard shortcuts of the playground. */
export function PlaygroundShortcuts({ onClose }: { onClose: () => void }) {
  return (
    <ShortcutList
      shortcuts={ALL}
      more="In a slider, arrow keys take a step, and with Shift ten. In the editor, the browser’s own undo takes back appended text as well. In an output with probabilities, arrow keys walk its tokens, and Enter goes on from another one."
      onClose={onClose}
    />
  );
}
