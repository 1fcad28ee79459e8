import { readRun } from '@/lib/history/server/read-runs';
import { copyRun, type ShareTerms } from '@/lib/links/model/copy-run';
import { countPlaces } from '@/lib/links/model/count-places';
import { findingsIn, type SharedText } from '@/lib/links/model/find-sensitive';
import type { Shared } from '@/lib/links/model/shared';
import { hasMadeTitle, sharedTitle } from '@/lib/links/model/shared-labels';
import { sharedComparisonTexts, sharedDocumentTexts, sharedTexts } from '@/lib/links/model/shared-texts';
import type { SharePreview, SharePreviewRequest } from '@/lib/links/model/shares';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import type { RunDetail } from '@/lib/runs/model/runs';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';
import { withComparisonToCopy } from './copy-comparison';
import { readDocumentToCopy } from './copy-document';
import { withCopyPlace } from './copy-place';
import { measureCopy } from './copy-size';

/** What a link will show, and what it is made from. */
export type CopyRequest = Pick<
  SharePreviewRequest,
  'runId' | 'comparisonId' | 'documentId' | 'head' | 'title' | 'include' | 'redactions' | 'wholeWords'
>;

/** Together with what it is a copy of. */
export type Copy = { readonly shared: Shared } & (
  | { readonly runId: string }
  | { readonly comparisonId: string }
  | { readonly documentId: string }
);

/**
 * Makes the copy that a link shows, from stored data: a page can choose what goes into it, but not the
 * content. Throws AppError `not_found`, or `conflict` while the run is active, and for a comparison or document that
 * cannot be shared; `rate_limited` when too many are being made.
 */
export async function takeCopy(
  userId: string,
  request: CopyRequest,
  now: Date,
  registry: RunRegistry = runRegistry(),
): Promise<Copy> {
  const terms = termsOf(request, now);
  if (request.comparisonId !== undefined) {
    return withComparisonToCopy(userId, request.comparisonId, terms, async ({ id, checkedCopy }) => ({
      shared: await checkedCopy(terms),
      comparisonId: id,
    }));
  }
  return withCopyPlace(userId, async () => {
    if (request.documentId !== undefined) {
      const { documentId, head, include } = request;
      const { copy } = await readDocumentToCopy(userId, { documentId, head }, include);
      return { shared: await copy(terms), documentId };
    }
    const run = await endedRun(userId, request.runId, registry);
    return { shared: copyRun(run, terms), runId: run.id };
  });
}

/**
 * The copy, and what in it may be private: searched before any redaction, so that redactions can be undone.
 * Throws as `takeCopy` does, and `conflict` with `param` `include` for a copy that is too large for a link.
 */
export async function previewCopy(
  userId: string,
  request: CopyRequest,
  now: Date,
  registry: RunRegistry = runRegistry(),
): Promise<SharePreview> {
  const terms = termsOf(request, now);
  const bare = { ...terms, redactions: [], include: { ...request.include, probabilities: false } };
  if (request.comparisonId !== undefined) {
    return withComparisonToCopy(userId, request.comparisonId, terms, async ({ copy, checkedCopy }) => {
      const shared = await checkedCopy(terms);
      const { size, digest } = measureCopy(shared);
      await countSize(userId, size);
      const pause = createYielder();
      const bareCopy = await copy(bare);
      return {
        shared,
        digest,
        ...(await foundIn(await sharedComparisonTexts(bareCopy, pause), terms, bareCopy)),
      };
    });
  }
  return withCopyPlace(userId, async () => {
    if (request.documentId !== undefined) {
      const { documentId, head, include } = request;
      const { characters, copy } = await readDocumentToCopy(userId, { documentId, head }, include);
      const shared = await copy(terms);
      const { size, digest } = measureCopy(shared);
      await countSize(userId, Math.max(size, characters));
      const bareCopy = await copy(bare);
      return { shared, digest, ...(await foundIn(sharedDocumentTexts(bareCopy), terms, bareCopy)) };
    }
    const run = await endedRun(userId, request.runId, registry);
    const shared = copyRun(run, terms);
    const { size, digest } = measureCopy(shared);
    await countSize(userId, size);
    const bareCopy = copyRun(run, bare);
    return { shared, digest, ...(await foundIn(sharedTexts(bareCopy, run.request), terms, bareCopy)) };
  });
}

async function foundIn(texts: readonly SharedText[], { redactions }: ShareTerms, bare: Shared) {
  const findings = await findingsIn(texts, createYielder());
  // A heading that is made of the text has its marks, too.
  const heading: readonly SharedText[] = hasMadeTitle(bare)
    ? [{ field: 'title', text: sharedTitle(bare) }]
    : [];
  return { findings, places: countPlaces([...texts, ...heading], redactions) };
}

/**
 * Searching a large copy for private texts takes a second: it counts as one more preview for each this many
 * characters.
 */
const SIZE_OF_ONE = 512 * 1024;

async function countSize(userId: string, size: number): Promise<void> {
  const more = Math.floor(size / SIZE_OF_ONE);
  // This one is answered all the same; the next one is refused.
  if (more > 0)
    await limit('sharePreviewByUser')
      .take(userId, more)
      .catch(() => undefined);
}

function termsOf({ title, include, redactions, wholeWords }: CopyRequest, now: Date): ShareTerms {
  return { title, include, redactions, wholeWords, sharedAt: now.toISOString() };
}

async function endedRun(
  userId: string,
  runId: string | undefined,
  registry: RunRegistry,
): Promise<RunDetail> {
  if (runId === undefined) throw new AppError('not_found');
  const live = registry.find(userId, runId);
  if (live !== null && !live.log.ended) throw stillGoingOn();
  // The end and the pace are still being saved.
  await live?.settled;
  const run = await readRun(userId, runId, registry);
  // Another process is writing it, or its end could not be saved.
  if (run.status === 'streaming') throw stillGoingOn();
  if (run.status === 'refused') {
    throw new AppError('conflict', {
      message: "This run was rejected before it started, so it can't be shared.",
      param: 'runId',
    });
  }
  return run;
}

function stillGoingOn(): AppError {
  return new AppError('conflict', {
    message: 'The run is still in progress. Share it when it has finished.',
    param: 'runId',
  });
}
