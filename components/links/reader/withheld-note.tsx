import type { Shared } from '@/lib/links/model/shared';
import { isRedacted } from '@/lib/links/model/withhold-hints';

/** Says that parts of a shared text are redacted, and what is left out because of it. */
export function WithheldNote({ shared }: { shared: Shared }) {
  if (!isRedacted(shared)) return null;
  return (
    <p className="mt-1 text-ink-3">
      Parts are redacted. Alternatives, seed, logit bias and token counts are left out too, because they could
      reveal the hidden text.
    </p>
  );
}
