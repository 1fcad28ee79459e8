'use client';

import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { SHORTCUTS, type ShortcutName } from '@/lib/client/page/shortcuts';

const NAMES = Object.keys(SHORTCUTS) as ShortcutName[];

export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Keyboard shortcuts"
      className="max-w-sm!"
    >
      <dl>
        {NAMES.map((name) => (
          <div key={name} className="flex items-center gap-4 border-b py-2 last:border-b-0">
            <dt className="mr-auto">{SHORTCUTS[name].label}</dt>
            <dd>
              <Kbd keys={SHORTCUTS[name].keys} className="text-xs text-ink-2" />
            </dd>
          </div>
        ))}
      </dl>
      <p className="pt-3 text-xs text-ink-3">
        In a slider, arrow keys take a step, and with Shift ten. In the editor, the browser’s own undo takes
        back appended text as well.
      </p>
    </Dialog>
  );
}
