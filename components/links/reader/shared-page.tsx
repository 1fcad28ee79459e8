import type { Shared } from '@/lib/links/model/shared';
import { SharedComparisonView } from './comparison/shared-comparison-view';
import { SharedDocumentView } from './document/shared-document-view';
import { SharedRunView } from './shared-run-view';

export interface SharedPageProps {
  /** Null: its owner looks at it before there is a link. */
  slug: string | null;
  shared: Shared;
  /** The measure that a reader chose for the charts. */
  measure: string | null;
  /** The branch of a document that a reader chose. */
  branch: string | null;
  /** Shows another branch, in a page that is only looked at. */
  onBranch?: (branch: string) => void;
}

/** The page of a link, by its kind. The only place that branches on the kind. */
export function SharedPage({ slug, shared, measure, branch, onBranch }: SharedPageProps) {
  switch (shared.kind) {
    case 'run':
      return <SharedRunView slug={slug} run={shared} />;
    case 'comparison':
      return <SharedComparisonView slug={slug} shared={shared} measure={measure} />;
    case 'document':
      return <SharedDocumentView slug={slug} shared={shared} branch={branch} onBranch={onBranch} />;
  }
}
