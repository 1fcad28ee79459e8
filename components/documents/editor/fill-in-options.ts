import type { FillInKind } from '@/lib/documents/model/fill-in';

export const AFTER_CURSOR_LABEL = 'Text after the cursor';

const OPTIONS = [
  { value: 'suffix', label: 'sent to the model' },
  { value: 'template', label: 'sent in a fill-in prompt' },
  { value: 'waits', label: 'not sent' },
] as const satisfies readonly { readonly value: FillInKind; readonly label: string }[];

/** What can happen to the text after the cursor, in words. */
export function fillInOptions(hasTemplate: boolean): readonly { value: FillInKind; label: string }[] {
  return OPTIONS.filter(({ value }) => value !== 'template' || hasTemplate);
}
