'use client';

import { Fragment } from 'react';
import { Dialog } from './dialog';
import { Kbd } from './kbd';

export interface ShortcutGroup {
  readonly name: string;
  /** Keys are written as `mod+k`; several do the same. */
  readonly shortcuts: readonly { readonly keys: string | readonly string[]; readonly label: string }[];
}

export interface ShortcutListProps {
  groups: readonly ShortcutGroup[];
  onClose: () => void;
}

/** Keyboard shortcuts, by what has to be shown or focused for them. */
export function ShortcutList({ groups, onClose }: ShortcutListProps) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" className="max-w-2xl!">
      <div className="gap-x-8 min-[640px]:columns-2">
        {groups.map(({ name, shortcuts }) => (
          <section key={name} aria-label={name} className="break-inside-avoid pb-4">
            <h3 className="pb-1 text-xs font-medium text-ink-2">{name}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={String(keys)} className="flex items-center gap-4 border-b py-1 last:border-b-0">
                  <dt className="mr-auto">{label}</dt>
                  <dd className="shrink-0">
                    {[keys].flat().map((one, at) => (
                      <Fragment key={one}>
                        {at > 0 && <span className="px-1 text-2xs text-ink-3">or</span>}
                        <Kbd keys={one} className="text-xs text-ink-2" />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
