import type { Draft } from './draft';
import { getDraft } from './draft-store';
import { getRunDraft, getRunTarget } from './run-target';

/** The last one that was handed to another page. */
let handed: { readonly key: string; readonly draft: Draft } | null = null;

/**
 * The address of a page that starts from the draft (`from=draft`). In a document it also names what Run would send
 * there now: no storage holds that, so that the address means it on this page alone.
 */
export function withRunDraft(href: string): string {
  if (getRunTarget() === null) return href;
  handed = { key: String(Date.now()), draft: getRunDraft() };
  return `${href}&draft=${handed.key}`;
}

/** What was handed over with this key (`draft=` of the address), or else the draft. */
export function handedDraft(key: string | null): Draft {
  return handed !== null && handed.key === key ? handed.draft : getDraft();
}
