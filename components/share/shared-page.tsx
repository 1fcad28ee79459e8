import type { SharedRun } from '@/lib/completions/share/shared-run';
import { SharedRunView } from './shared-run-view';

/** The page of a link, by what it shows. The one place that asks for the kind. */
export function SharedPage({ slug, shared }: { slug: string; shared: SharedRun }) {
  switch (shared.kind) {
    case 'run':
      return <SharedRunView slug={slug} run={shared} />;
  }
}
