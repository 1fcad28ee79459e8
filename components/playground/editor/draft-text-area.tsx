'use client';

import type { Draft } from '@/lib/playground/client/draft';
import { getDraft, subscribeDraft } from '@/lib/playground/client/draft-store';
import { StoredTextArea, type StoredTextAreaProps } from './stored-text-area';

export interface DraftTextAreaProps extends Omit<StoredTextAreaProps, 'read' | 'subscribe'> {
  /** Finds this field's text in the draft; undefined when the draft has no place for it any more. */
  read: (draft: Draft) => string | undefined;
}

/** A text of the draft. */
export function DraftTextArea({ read, ...rest }: DraftTextAreaProps) {
  return <StoredTextArea {...rest} read={() => read(getDraft())} subscribe={subscribeDraft} />;
}
