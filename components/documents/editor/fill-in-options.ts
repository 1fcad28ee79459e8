import type { FillInKind } from '@/lib/documents/model/fill-in';

export const AFTER_CURSOR_LABEL = 'Text after the cursor';

const OPTIONS = [
  { value: 'suffix', label: 'Fill in before it (sent as suffix)' },
  { value: 'template', label: 'Fill in before it (fill-in prompt)' },
  { value: 'waits', label: "Keep it, don't send it" },
  { value: 'replace', label: 'Replace it' },
] as const satisfies readonly { readonly value: FillInKind; readonly label: string }[];

/** What can happen to the text after the cursor, in words. */
export function fillInOptions(hasTemplate: boolean): readonly { value: FillInKind; label: string }[] {
  return OPTIONS.filter(({ value }) => value !== 'template' || hasTemplate);
}
