import type { Action } from '@/lib/platform/client/actions';
import { startNew } from './start-new';

export interface DraftActions {
  onCode: () => void;
  onImport: () => void;
  onOpenFile: () => void;
  go: (href: string) => void;
}

/** The actions on the whole draft: of the toolbar's menu, and of the palette. */
export function draftActions({ onCode, onImport, onOpenFile, go }: DraftActions): readonly Action[] {
  return [
    { id: 'new', label: 'New', also: 'new prompt clear start over', run: startNew },
    {
      id: 'compare-draft',
      label: 'Compare with other settings',
      also: 'compare this',
      run: () => go('/compare?from=draft'),
    },
    { id: 'code', label: 'Code', also: 'view code curl python javascript export', run: onCode },
    { id: 'import-code', label: 'Import code', also: 'paste curl', run: onImport },
    { id: 'open-file', label: 'Open file', also: 'text prompt', run: onOpenFile },
  ];
}
