import type { Source } from '@/lib/documents/model/document-text';
import type { Token } from '@/lib/protocol/run/run-events';

/** A token of the text, and where it is. */
export interface FoundToken {
  readonly token: Token;
  readonly tokenIndex: number;
  /** The token's place in its choice's text. */
  readonly source: Source;
  /** In the document, as far as the token is still there. */
  readonly from: number;
  readonly to: number;
}
