import type { Action } from '@/lib/platform/client/actions';
import { sendParameter } from '@/lib/playground/client/draft-settings';
import { changeDraft, getDraft } from '@/lib/playground/client/draft-store';
import { withRunDraft } from '@/lib/playground/client/handed-draft';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { switchIds } from '../editor/switch-ids';
import { newLabel, startNew } from './start-new';

export interface DraftActions {
  onCode: () => void;
  onImport: () => void;
  onOpenFile: () => void;
  go: (href: string) => void;
}

/** The actions on the whole draft: of the toolbar's menu, and of the palette. */
export function draftActions({ onCode, onImport, onOpenFile, go }: DraftActions): readonly Action[] {
  return [
    { id: 'new', label: newLabel(getRunTarget() !== null), also: 'clear start over', run: startNew },
    {
      id: 'compare-draft',
      label: 'Compare with other settings',
      also: 'compare this',
      run: () => go(withRunDraft('/compare?from=draft')),
    },
    { id: 'code', label: 'Code', also: 'view code curl python javascript export', run: onCode },
    { id: 'import-code', label: 'Import code', also: 'paste curl', run: onImport },
    { id: 'open-file', label: 'Open file', also: 'text prompt', run: onOpenFile },
    // A document is one text, and sends what stands around the cursor.
    ...(getRunTarget() ? [] : promptForms()),
  ];
}

/** What a prompt can be besides one text. */
function promptForms(): readonly Action[] {
  const { asIds, asList, settings } = getDraft();
  const withSuffix = settings.sent.includes('suffix');
  return [
    {
      id: 'suffix',
      label: withSuffix ? 'Without suffix' : 'With suffix',
      also: 'text after the completion fill in the middle',
      run: () => sendParameter('suffix', !withSuffix),
    },
    {
      id: 'token-ids',
      label: asIds ? 'Prompt as text' : 'Prompt as token IDs',
      also: 'numbers tokens',
      run: switchIds,
    },
    {
      id: 'several-prompts',
      label: asList ? 'One prompt' : 'Multiple prompts',
      also: 'list batch',
      run: () => changeDraft({ asList: !asList }),
    },
  ];
}
