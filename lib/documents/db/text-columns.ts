import { countWords } from '@/lib/documents/model/count-words';
import type { DocumentText } from '@/lib/documents/model/document-text';
import { foldText } from '@/lib/history/model/search/fold-text';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { hotRow } from '@/lib/platform/db/hot';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { outputPreview } from '@/lib/runs/db/preview';

/** What is stored of the text at the head. */
export interface TextColumns {
  readonly text: string;
  readonly spans: string;
  /** As it is searched. */
  readonly folded: string;
  readonly excerpt: string;
  readonly words: number;
  readonly characters: number;
}

export async function textColumns({ text, spans }: DocumentText): Promise<TextColumns> {
  const excerpt = outputPreview([{ text }]);
  const counts = { words: countWords(text), characters: text.length };
  return { text, spans: JSON.stringify(spans), folded: await foldForSearch(text), excerpt, ...counts };
}

/** As the database counts them (docs/decisions/0019). */
export function bytesOfColumns({ text, spans, folded, excerpt }: TextColumns): number {
  return [text, spans, folded, excerpt].reduce((sum, column) => sum + Buffer.byteLength(column), 0);
}

/** The same of what is stored; 0 where there is nothing. */
export async function storedTextBytes(id: string): Promise<number> {
  const row = await hotRow(Prisma.sql`
    SELECT octet_length("text") + octet_length("spans") + octet_length("folded") + octet_length("excerpt") AS "bytes"
    FROM "Document" WHERE "id" = ${id}`);
  return Number(row?.bytes ?? 0);
}

/**
 * A document is found by its first million folded letters or so. Some letters fold to three, and a few to eighteen: the
 * folded text of four million would be larger than the text, and take seconds.
 */
export const MAX_FOLDED = 1_000_000;
/** Units that are folded without letting other work run. */
const FOLDED_AT_ONCE = 4_096;

export async function foldForSearch(text: string): Promise<string> {
  const yieldToEventLoop = createYielder();
  const parts: string[] = [];
  for (let at = 0, length = 0; at < text.length && length < MAX_FOLDED; ) {
    await yieldToEventLoop();
    const end = cutBefore(text, at, at + FOLDED_AT_ONCE);
    const folded = foldText(text.slice(at, end));
    parts.push(folded);
    length += folded.length;
    at = end;
  }
  return parts.join('');
}

const STARTS_ANEW = /^[^\p{M}\p{Cs}\u1100-\u11ff\u200b-\u200d\uff9e\uff9f]/u;
const MAX_CLUSTER_UNITS = 64;

/** An offset near the end where a letter begins, so that letters fold together with their marks. */
function cutBefore(text: string, start: number, end: number): number {
  if (end >= text.length) return text.length;
  for (let at = end; at > Math.max(start, end - MAX_CLUSTER_UNITS); at -= 1) {
    const isHalf = text.charCodeAt(at) >> 10 === 0x37;
    if (!isHalf && STARTS_ANEW.test(text.slice(at, at + 2))) return at;
  }
  return end;
}
