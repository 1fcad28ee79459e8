import * as z from 'zod/mini';
import { linksOfDeletedSchema } from '@/lib/history/model/run-bulk';
import { MAX_NODES_OF_SAVE } from './document-limits';
import { type DocumentNode, documentNodeSchema } from './document-node';
import type { Span } from './document-text';

/** Documents over our own API. What a document is: docs/decisions/0041. */

/** Most documents of a person. */
export const MAX_DOCUMENTS = 20_000;
/** A pasted megabyte, with escapes and with what it replaces. */
export const MAX_SAVE_BYTES = 16 * 1024 * 1024;

const title = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200)));

/**
 * Body of `POST /api/documents/[documentId]/steps`: steps that are new or have changed, parents before their children.
 * The same steps again change nothing. An open generation may be sent again until it is closed; of any other step only
 * name, star and pruning change. The first save creates the document. Answer: a `savedSchema`.
 */
export const saveStepsSchema = z.strictObject({
  nodes: z.array(documentNodeSchema).check(z.maxLength(MAX_NODES_OF_SAVE)),
  /** The step that the page shows. */
  head: z.nullable(z.uuid()),
  /** The revision of the last answer, which the page knows; 0: it knows of no document. */
  since: z.int().check(z.nonnegative()),
  /** Of a new document. */
  title: z.optional(title),
});
export type StepsToSave = Readonly<Omit<z.infer<typeof saveStepsSchema>, 'nodes'>> & {
  readonly nodes: readonly DocumentNode[];
};

/** The page trusts our own server: twenty thousand steps checked one by one would block it. */
const trustedNodes = z.custom<readonly DocumentNode[]>((value) => Array.isArray(value));

export const savedSchema = z.object({
  revision: z.int(),
  /** Steps that others have added or changed since. */
  nodes: trustedNodes,
  /**
   * Steps that were not saved, since another page has closed the generation with another text: the generation and what
   * comes after it. They are saved as steps with other ids.
   */
  conflicts: z.readonly(z.array(z.string())),
  /** There are more of others: `revision` is how far these go, and the next save brings the following ones. */
  more: z.optional(z.boolean()),
});
export type Saved = z.infer<typeof savedSchema>;

/** `DELETE /api/documents/[documentId]?links=`: what happens to links that show it. Answer: 204. */
export const deleteDocumentQuerySchema = z.object({ links: z._default(linksOfDeletedSchema, 'keep') });

/** Body of `PATCH /api/documents/[documentId]`. Answer: 204. */
export const documentEditSchema = z.strictObject({ title });
export type DocumentEdit = z.infer<typeof documentEditSchema>;

/** `GET /api/documents/[documentId]`: the document with all its steps. */
export const documentDetailSchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  head: z.nullable(z.string()),
  revision: z.int(),
  /** At the head. */
  text: z.string(),
  spans: z.custom<readonly Span[]>((value) => Array.isArray(value)),
  /** Parents before their children. */
  nodes: trustedNodes,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type DocumentDetail = z.infer<typeof documentDetailSchema>;

/** A row of the list: no long text. */
export const documentSummarySchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  /** At most 200 characters of the text, white space collapsed. */
  excerpt: z.string(),
  words: z.int(),
  /** UTF-16 units. */
  characters: z.int(),
  /** Ends of the tree. */
  branches: z.int(),
  /** Shared links that show it and are open now. */
  links: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type DocumentSummary = z.infer<typeof documentSummarySchema>;

/** `GET /api/documents?q=&before=&limit=`: last changed first; `q`: a substring of the title or of the text. */
export const documentPageQuerySchema = z.object({
  q: z.optional(z.string().check(z.maxLength(200))),
  before: z.optional(z.string().check(z.maxLength(100))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
});
export type DocumentPageQuery = z.infer<typeof documentPageQuerySchema>;

/** `next` is the following `before`; null: that was the last page. */
export const documentPageSchema = z.object({
  documents: z.array(documentSummarySchema),
  next: z.nullable(z.string()),
});
export type DocumentPage = z.infer<typeof documentPageSchema>;
