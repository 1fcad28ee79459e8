import type { ReactNode } from 'react';
import { REDACTED_MEANS } from '@/lib/links/model/redact';
import type { Shared } from '@/lib/links/model/shared';
import { isTitleVerbatim, sharedTitle } from '@/lib/links/model/shared-labels';
import { WITHHELD_MEANS } from '@/lib/links/model/withheld-settings';
import { isRedacted } from '@/lib/links/model/withhold-hints';
import { dayText } from '@/lib/platform/numbers/day-text';

export interface SharedHeaderProps {
  shared: Shared;
  /** Settings and result. */
  facts: ReactNode;
  /** Below the facts. */
  children?: ReactNode;
}

/** What is shared, since when, and whether parts are withheld. */
export function SharedHeader({ shared, facts, children }: SharedHeaderProps) {
  return (
    <header className="mb-6 sm:mb-8">
      <h1
        data-shared-text={isTitleVerbatim(shared) ? '' : undefined}
        className="max-w-[30em] text-xl font-semibold text-balance wrap-anywhere sm:text-[26px] sm:leading-[34px]"
      >
        {sharedTitle(shared)}
      </h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
        {facts}
        <span>
          Shared on{' '}
          <time dateTime={shared.sharedAt}>
            {/* In the same zone for everybody: the server does not know the reader's. */}
            {dayText(shared.sharedAt, { timeZone: 'UTC' })}
          </time>
        </span>
      </p>
      {children}
      <WithheldNote shared={shared} />
    </header>
  );
}

/** Says what the marks in a shared text are, and what is left out because of them. */
function WithheldNote({ shared }: { shared: Shared }) {
  if (!isRedacted(shared)) return null;
  return (
    <p className="mt-1 text-ink-3">
      <span className="text-ink-2">{REDACTED_MEANS}</span> {WITHHELD_MEANS}
    </p>
  );
}
