import { type Connection, connectionListSchema } from '@/lib/connections/model/connections';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { holdsMark } from '@/lib/links/model/withhold-hints';
import { api } from '@/lib/platform/client/http/api';
import {
  type Draft,
  draftHasText,
  draftPrompt,
  draftPrompts,
  isNewcomersText,
} from '@/lib/playground/client/draft';
import { getDraft, replaceDraft } from '@/lib/playground/client/draft-store';
import { isDraftUnsaved } from '@/lib/playground/client/opened-run';
import { settingsFromRequest } from '@/lib/protocol/request/settings';
import { clearParameterErrors } from '@/lib/runs/client/parameter-errors';
import { fittingConnection } from './fitting-connection';
import { loadSharedRun } from './load-shared';
import { requestOfShared } from './shared-request';

export interface Forked {
  /** What was in the editor before, for an undo. */
  readonly before: Draft;
  /** Whether that held a text that is saved nowhere else. */
  readonly unsaved: boolean;
  /** The link's model, when the practice model replaces it. */
  readonly unavailable: string | null;
  /** Whether something in the editor is redacted. */
  readonly redacted: boolean;
}

/** Fills the editor from a shared link. Throws `ApiError`; then the editor is unchanged. */
export async function forkShared(slug: string): Promise<Forked> {
  const [shared, { connections }] = await Promise.all([
    loadSharedRun(slug),
    api('/api/connections', connectionListSchema),
  ]);
  const before = getDraft();
  const unsaved = isDraftUnsaved() && draftHasText(before) && !isNewcomersText(before);
  const { draft, standsIn } = draftOfShared(shared, before, connections);
  clearParameterErrors();
  replaceDraft(draft);
  const redacted = holdsMark([draft.prompts, draft.settings.values]);
  return { before, unsaved, unavailable: standsIn ? (shared.model ?? null) : null, redacted };
}

/** The shared parts over the reader's draft: what the link leaves out stays as the reader had it. */
export function draftOfShared(
  shared: SharedRun,
  base: Draft,
  connections: readonly Connection[],
): { draft: Draft; standsIn: boolean } {
  const read = requestOfShared(shared);
  const request = read.ok ? read.request : {};
  const fitting = fittingConnection(connections, shared.model, base.connectionId);
  const prompt = request.prompt ?? draftPrompt(base);
  const model = shared.model === undefined ? base.model : fitting.model;
  return {
    standsIn: fitting.standsIn,
    draft: {
      ...base,
      connectionId: shared.model === undefined ? base.connectionId : fitting.connectionId,
      model,
      ...draftPrompts(prompt, base.injected),
      settings:
        read.ok && shared.parameters !== undefined
          ? settingsFromRequest({ ...request, model, prompt }, read.retries ?? undefined, base.settings)
          : base.settings,
      parent: null,
      preset: null,
    },
  };
}

const PARAMETER = 'from';

const BRANCH = 'branch';

/** The link that fills the editor of this page, and the branch of a document that was looked at. */
export interface ForkAddress {
  readonly slug: string;
  readonly branch: string | null;
}

export function forkInUrl(): ForkAddress | null {
  const { searchParams } = new URL(location.href);
  const slug = searchParams.get(PARAMETER);
  return slug === null ? null : { slug, branch: searchParams.get(BRANCH) };
}

/**
 * Takes the link out of the address once it has been opened, so that a reload does not do it again, and not before: a
 * visitor becomes a guest meanwhile, and with another address than the one it rendered, the router may load the page
 * anew, which then would know of no link.
 *
 * @param href the address of what was made of it, instead
 * @returns false: the page shows something else by now
 */
export function takeForkFromUrl({ slug }: ForkAddress, href?: string): boolean {
  const url = new URL(location.href);
  if (url.searchParams.get(PARAMETER) !== slug) return false;
  url.searchParams.delete(PARAMETER);
  url.searchParams.delete(BRANCH);
  // With null the router adopts the new address.
  history.replaceState(null, '', href ?? url);
  return true;
}
