import { createHandedOver } from '@/lib/platform/client/handed-over';
import { type Draft, readDraft, serializeDraft } from './draft';
import { getDraft } from './draft-store';
import { getRunDraft, getRunTarget } from './run-target';

const handed = createHandedOver<Draft>('playground.handed-draft', {
  write: (draft) => serializeDraft(draft, Date.now()),
  read: (text) => readDraft(text)?.draft ?? null,
});

/**
 * The address of a page that starts from the draft (`from=draft`). In a document it also names what Run would send
 * there now, which only this tab knows.
 */
export function withRunDraft(href: string): string {
  return getRunTarget() === null ? href : `${href}&draft=${handed.put(getRunDraft())}`;
}

/** What was handed over with this key (`draft=` of the address), or else the draft. */
export function handedDraft(key: string | null): Draft {
  return (key === null ? null : handed.get(key)) ?? getDraft();
}
