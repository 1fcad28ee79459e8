import { branchesOf } from '@/lib/documents/model/branches';
import type { DocumentText } from '@/lib/documents/model/document-text';
import type { DocumentTree, NodeId } from '@/lib/documents/model/document-tree';
import { type ReadDocument, textsAt, withDocument } from '@/lib/documents/server/read-document';
import {
  copyDocument,
  type SharableBranch,
  type SharableDocument,
  type SharableSource,
} from '@/lib/links/model/copy-document';
import type { ShareTerms } from '@/lib/links/model/copy-run';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import type { ShareChoice } from '@/lib/links/model/shares';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { getRun } from '@/lib/runs/db/run-history';
import { getStoredRequest } from '@/lib/runs/db/stored-request';
import { LARGEST_COPY, tooLarge } from './copy-size';

/** UTF-16 units of all texts of a copy in which something is redacted. */
const MAX_REDACTED = 2_000_000;
/** Most branches of a copy: each is a line of the page. */
const MAX_BRANCHES = 500;
/** UTF-16 units of all their texts together: each is redacted as a whole. */
const MAX_CHARACTERS = 8_000_000;
/** Most runs that the texts come from. */
const MAX_RUNS = 5_000;

/** A stored document, from which any number of copies can be made. */
export interface DocumentToCopy {
  /** UTF-16 units of all its texts together, which may be far more than a copy has: each is looked through for redactions. */
  readonly characters: number;
  copy(terms: ShareTerms): Promise<SharedDocument>;
}

/**
 * Reads what a link to a document would show. Throws AppError: `not_found`; `conflict` while it is being generated,
 * where there is no text, or when it would be too large (with `param` `include`); `rate_limited`.
 *
 * @param head the step whose text is shared; absent: the one that was shown last
 */
export async function readDocumentToCopy(
  userId: string,
  { documentId, head }: { readonly documentId: string; readonly head?: NodeId | undefined },
  include: ShareChoice,
): Promise<DocumentToCopy> {
  return withDocument(userId, documentId, async (document) => {
    const place = head === undefined ? document.head : head;
    const { tree } = document;
    if (place !== null && !tree.nodes.has(place)) throw notThere();
    if (place !== null && tree.nodes.get(place)?.open) throw stillGoingOn();
    const { branches, shown } = await branchesToShare({ tree, head: place }, include.branches === true);
    const texts = branches.map(({ text }) => text);
    if (texts.every(({ text }) => text === '')) throw isEmpty();
    const sharable: SharableDocument = {
      branches,
      shown,
      runs: await sourcesOf(userId, texts, include),
    };
    const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
    return {
      characters,
      async copy(terms) {
        // Each text is searched in one go.
        if (terms.redactions.length > 0 && characters > MAX_REDACTED) throw tooLarge('document');
        return copyDocument(sharable, terms, createYielder());
      },
    };
  });
}

async function branchesToShare(
  { tree, head }: ReadDocument,
  all: boolean,
): Promise<Pick<SharableDocument, 'branches' | 'shown'>> {
  const lines = all ? mapOf(tree, head) : [{ place: head, parent: null, name: null, starred: false }];
  if (lines.length > MAX_BRANCHES) throw tooManyBranches();
  let left = MAX_CHARACTERS;
  const places = lines.map(({ place }) => place);
  const texts = await textsAt(tree, places, (length) => {
    left -= length;
    if (left < 0) throw tooLarge('document');
  });
  const branches = lines.map(
    ({ place, ...line }): SharableBranch => ({ ...line, text: texts.get(place) as DocumentText }),
  );
  return { branches, shown: Math.max(0, places.indexOf(head)) };
}

/** The branches as the owner's map has them, without those that are pruned or still being generated. */
function mapOf(tree: DocumentTree, head: NodeId) {
  const { list, current } = branchesOf(tree, head);
  // What is being generated ends a branch, and nothing comes after it yet.
  const shown = list.filter(({ open, lastId }) => !open && !tree.nodes.get(lastId)?.open);
  const indexes = new Map(shown.map(({ id }, at) => [id, at]));
  return shown.map((branch) => ({
    // The text that its owner sees, also in the middle of a branch.
    place: branch === current ? head : branch.lastId,
    parent: branch.parentId === null ? null : (indexes.get(branch.parentId) ?? null),
    name: branch.name,
    starred: branch.starred,
  }));
}

/** Of a token as JSON, about, and of each alternative. */
const TOKEN_SIZE = 40;

async function sourcesOf(
  userId: string,
  texts: readonly DocumentText[],
  include: ShareChoice,
): Promise<Map<string, SharableSource>> {
  const found = new Map<string, SharableSource>();
  const withTokens = include.authors === true && include.probabilities;
  if (!withTokens && !include.parameters) return found;
  const choicesOf = new Map<string, Set<number>>();
  for (const { spans } of texts) {
    for (const { source } of spans) {
      if (source === null) continue;
      const choices = choicesOf.get(source.runId) ?? new Set();
      choicesOf.set(source.runId, choices.add(source.choice));
    }
  }
  if (choicesOf.size > MAX_RUNS) throw tooLarge('document');
  const yieldToEventLoop = createYielder();
  let size = 0;
  for (const [runId, choices] of choicesOf) {
    await yieldToEventLoop();
    if (!withTokens) {
      const stored = await getStoredRequest(userId, runId);
      if (stored) found.set(runId, { request: stored.request, choices: new Map() });
      continue;
    }
    const run = await getRun(userId, runId);
    if (run === null) continue;
    const shown = new Map<number, { readonly text: string; readonly tokens: NonNullable<Tokens> }>();
    for (const index of choices) {
      const { text, tokens } = run.state.choices.find((choice) => choice.index === index) ?? {};
      if (text === undefined || !tokens || tokens.length === 0) continue;
      shown.set(index, { text, tokens });
      size += tokens.reduce((sum, { top }) => sum + TOKEN_SIZE * (1 + top.length), 0);
    }
    // Much of it may be in no text; but what is read has to be held until the copy is made.
    if (size > 4 * LARGEST_COPY) throw tooLarge('document');
    found.set(runId, { request: run.request, choices: shown });
  }
  return found;
}

type Tokens = NonNullable<Awaited<ReturnType<typeof getRun>>>['state']['choices'][number]['tokens'];

function notThere(): AppError {
  return new AppError('conflict', {
    message: "This text isn't saved yet. Try again in a moment.",
    param: 'documentId',
  });
}

function stillGoingOn(): AppError {
  return new AppError('conflict', {
    message: 'The model is still writing. Share it when it has finished.',
    param: 'documentId',
  });
}

function isEmpty(): AppError {
  return new AppError('conflict', {
    message: 'There is no text to share yet.',
    param: 'documentId',
  });
}

function tooManyBranches(): AppError {
  return new AppError('conflict', {
    message: `Too many branches to share: more than ${MAX_BRANCHES}. Hide some, or share only this text.`,
    param: 'include',
  });
}
