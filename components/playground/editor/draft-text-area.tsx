'use client';

import type { Draft } from '@/lib/playground/client/draft';
import { getDraft, subscribeDraft } from '@/lib/playground/client/draft-store';
import { StoredTextArea, type StoredTextAreaProps } from './stored-text-area';

export interface DraftTextAreaProps extends Omit<StoredTextAreaProps, 'read' | 'subscribe'> {
  /** Reads this field's text from the draft; undefined when the draft no longer has it. */
  read: (draft: Draft) => string | undefined;
}

export function DraftTextArea({ read, ...rest }: DraftTextAreaProps) {
  return <StoredTextArea {...rest} read={() => read(getDraft())} subscribe={subscribeDraft} />;
}
