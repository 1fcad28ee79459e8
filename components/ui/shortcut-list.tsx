'use client';

import { Dialog } from './dialog';
import { Kbd } from './kbd';

export interface ShortcutListProps {
  /** Keys are written as `mod+k`. */
  shortcuts: readonly { readonly keys: string; readonly label: string }[];
  /** More about the keyboard, in a sentence or two. */
  more: string;
  onClose: () => void;
}

/** The keyboard shortcuts of a page. */
export function ShortcutList({ shortcuts, more, onClose }: ShortcutListProps) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" className="max-w-sm!">
      <dl>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className="flex items-center gap-4 border-b py-2 last:border-b-0">
            <dt className="mr-auto">{label}</dt>
            <dd>
              <Kbd keys={keys} className="text-xs text-ink-2" />
            </dd>
          </div>
        ))}
      </dl>
      <p className="pt-3 text-xs text-ink-3">{more}</p>
    </Dialog>
  );
}
