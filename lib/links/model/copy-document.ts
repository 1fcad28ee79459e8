import { type DocumentText, piecesBetween, type Source } from '@/lib/documents/model/document-text';
import { AppError } from '@/lib/platform/model/app-error';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Span } from '@/lib/protocol/secrets/text-finder';
import { cleaned, type ShareTerms, sharedParameters } from './copy-run';
import {
  type ChoiceSegments,
  choiceSegments,
  commonUnits,
  piecesOfSegments,
  redactSegments,
  type Segment,
  segmentsBetween,
  segmentsOf,
} from './document-segments';
import { mergeSpans } from './redact';
import { createRedactionFinder, type RedactionFinder } from './redaction-finder';
import type { SharedBranch, SharedDocument } from './shared-document';
import { withholdHints } from './withhold-hints';

/** A text of a document, and the one that it goes on from. */
export interface SharableBranch {
  /** Its index, lower than its own; null: the empty text. */
  readonly parent: number | null;
  readonly text: DocumentText;
  readonly name: string | null;
  readonly starred: boolean;
}

/** What is shared of a run that a document's text comes from. */
export interface SharableSource {
  readonly request: CompletionRequest;
  /** Its texts with their tokens, by choice; none where they are not shared or there are none. */
  readonly choices: ReadonlyMap<number, { readonly text: string; readonly tokens: readonly Token[] }>;
}

/** The parts of a document that a link is made from. */
export interface SharableDocument {
  /** At least one. Parents come before their children. */
  readonly branches: readonly SharableBranch[];
  readonly shown: number;
  /** By id; without those that are deleted. */
  readonly runs: ReadonlyMap<string, SharableSource>;
}

/**
 * The copy of a document that a link shows: texts alone, and not the steps in which they were written. Each text is
 * redacted as a whole, across its authors, and then stored as its difference from the one before: so nothing hidden in one
 * is in what another adds.
 *
 * @param pause lets other work run: a megabyte with redactions takes a sixth of a second
 */
export async function copyDocument(
  document: SharableDocument,
  terms: ShareTerms,
  pause: () => Promise<void>,
): Promise<SharedDocument> {
  const { title, include, redactions, sharedAt } = terms;
  const finder = createRedactionFinder(redactions, terms.wholeWords);
  const authors = include.authors === true;
  const sources = indexSources(document.runs, terms, finder);
  const texts: (readonly Segment[])[] = [];
  const branches: SharedBranch[] = [];
  const hidden = await hiddenSpans(
    document.branches.map(({ text }) => text.text),
    finder,
    pause,
  );
  for (const [at, { parent, text, name, starred }] of document.branches.entries()) {
    await pause();
    const segments = redactSegments(segmentsOfText(text, sources, authors), hidden[at] ?? []);
    texts.push(segments);
    const before = parent === null ? [] : (texts[parent] ?? []);
    const { start, end, added } = changeFrom(before, segments);
    branches.push({
      parent,
      start,
      end,
      pieces: piecesOfSegments(added),
      name: name === null ? null : cleaned(name, finder),
      starred,
      generated: added[0] !== undefined && added[0].by !== null,
    });
  }
  const shared: SharedDocument = {
    version: 1,
    kind: 'document',
    title: title === null ? null : cleaned(title, finder),
    sharedAt,
    authors,
    runs: sources.shared,
    branches,
    shown: document.shown,
  };
  return withholdHints(shared, redactions.length > 0);
}

interface Sources {
  readonly shared: SharedDocument['runs'];
  /** Where a run is in `shared`; a deleted one has an entry as well, since a model wrote it. */
  indexOf(runId: string): number;
  segments(source: Source): ChoiceSegments | null;
}

function indexSources(
  runs: SharableDocument['runs'],
  { include }: ShareTerms,
  finder: RedactionFinder,
): Sources {
  const shared: SharedDocument['runs'] = [];
  const byContent = new Map<string, number>();
  const byRun = new Map<string, number>();
  const byChoice = new Map<string, ChoiceSegments | null>();

  function indexOf(runId: string): number {
    const known = byRun.get(runId);
    if (known !== undefined) return known;
    const run = runs.get(runId);
    const content =
      run && include.parameters
        ? { model: cleaned(run.request.model, finder), parameters: sharedParameters(run.request, finder) }
        : {};
    const key = JSON.stringify(content);
    const index = byContent.get(key) ?? shared.push(content) - 1;
    byContent.set(key, index);
    byRun.set(runId, index);
    return index;
  }

  // Also without authors: the models and settings are shared by themselves.
  if (include.parameters) for (const runId of runs.keys()) indexOf(runId);
  return {
    shared,
    indexOf,
    segments({ runId, choice }) {
      if (!include.probabilities) return null;
      const key = `${runId} ${choice}`;
      const known = byChoice.get(key);
      if (known !== undefined) return known;
      const found = runs.get(runId)?.choices.get(choice);
      const made = found ? choiceSegments(found.text, found.tokens, indexOf(runId)) : null;
      byChoice.set(key, made);
      return made;
    },
  };
}

function segmentsOfText(text: DocumentText, sources: Sources, authors: boolean): Segment[] {
  if (!authors) return text.text === '' ? [] : [{ text: text.text, by: null, token: null }];
  return piecesBetween(text, 0, text.text.length).flatMap((piece) => {
    const { source } = piece;
    if (source === null) return segmentsOf(piece, null, null);
    return segmentsOf(piece, sources.indexOf(source.runId), sources.segments(source));
  });
}

/** What is hidden of each text. */
async function hiddenSpans(
  texts: readonly string[],
  finder: RedactionFinder,
  pause: () => Promise<void>,
): Promise<readonly (readonly Span[])[]> {
  if (!finder.hidesSomething) return texts.map(() => []);
  const whole: Span[][] = [];
  for (const text of texts) {
    await pause();
    const { spans, end } = finder.find(text);
    // A hidden text that is cut off at the end would reveal the rest.
    const begun = Math.min(text.length, finder.begun(end));
    whole.push(mergeSpans([...spans, [text.length - begun, text.length]]));
  }
  let left = MAX_COMPARED;
  const hidden: (readonly Span[])[] = [];
  for (const [at, text] of texts.entries()) {
    const parts: Span[] = [];
    for (const [other, spans] of whole.entries()) {
      if (other === at || spans.length === 0) continue;
      await pause();
      const shared = partsInside(text, texts[other] ?? '', spans);
      left -= shared.compared;
      if (left < 0) throw tooManyToCompare();
      parts.push(...shared.parts);
    }
    hidden.push(mergeSpans([...(whole[at] ?? []), ...parts]));
  }
  return hidden;
}

/** Units that are compared in all: each two branches from both ends. */
const MAX_COMPARED = 20_000_000;
/** Fewer letters of a hidden text tell nothing. */
const MIN_PART = 4;

/** Where a text leaves another one inside of what is hidden there, its part of that is in sight. */
function partsInside(
  text: string,
  other: string,
  spans: readonly Span[],
): { readonly parts: Span[]; readonly compared: number } {
  const max = Math.min(text.length, other.length);
  let start = 0;
  while (start < max && text.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < max && text.charCodeAt(text.length - 1 - end) === other.charCodeAt(other.length - 1 - end))
    end += 1;
  const from = other.length - end;
  const parts: Span[] = [];
  for (const [a, b] of spans) {
    if (a < start && start < b && start - a >= MIN_PART) parts.push([a, start]);
    if (a < from && from < b && b - from >= MIN_PART)
      parts.push([text.length - end, text.length - end + (b - from)]);
  }
  return { parts, compared: start + end + spans.length };
}

function tooManyToCompare(): AppError {
  return new AppError('conflict', {
    message: 'Too many branches to redact. Hide some, or share only this text.',
    param: 'include',
  });
}

function changeFrom(before: readonly Segment[], segments: readonly Segment[]) {
  const lengths = [before, segments].map((list) => list.reduce((sum, { text }) => sum + text.length, 0));
  const max = Math.min(...lengths);
  const start = commonUnits(before, segments, max);
  const end = commonUnits(before, segments, max - start, true);
  return { start, end, added: segmentsBetween(segments, start, (lengths[1] ?? 0) - end) };
}
