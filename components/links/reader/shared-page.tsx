import type { Shared } from '@/lib/links/model/shared';
import { SharedComparisonView } from './comparison/shared-comparison-view';
import { SharedRunView } from './shared-run-view';

export interface SharedPageProps {
  slug: string;
  shared: Shared;
  /** What a reader asked the charts to show. */
  measure: string | null;
}

/** The page of a link, by what it shows. The one place that asks for the kind. */
export function SharedPage({ slug, shared, measure }: SharedPageProps) {
  switch (shared.kind) {
    case 'run':
      return <SharedRunView slug={slug} run={shared} />;
    case 'comparison':
      return <SharedComparisonView slug={slug} shared={shared} measure={measure} />;
  }
}
