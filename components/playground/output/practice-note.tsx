'use client';

import { Link } from '@/components/ui/link';
import { useConnections } from '@/lib/connections/client/connection-list';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { useDraft } from '@/lib/playground/client/draft-store';

/** Where it wraps, a finger hits the one and not the other. */
const LINK = 'inline-block whitespace-nowrap text-accent underline pointer-coarse:py-1.5';

/** What the practice model is, and how to get past it. */
export function PracticeNote() {
  const isPractice = useDraft(({ connectionId }) => connectionId === PRACTICE_CONNECTION_ID);
  const { connections, canFindServers, isPending, error } = useConnections();
  if (!isPractice) return null;
  return (
    <p className="text-xs text-ink-3">
      The practice model is a tiny built-in model for trying things out without a key.{' '}
      {!isPending && !error && connections.every(({ builtIn }) => builtIn) && (
        <>
          <Link href="/settings/connections?new" className={LINK}>
            Connect a real model
          </Link>
          {canFindServers && (
            <>
              {' or '}
              <Link href="/settings/connections?find" className={LINK}>
                find servers on this computer
              </Link>
            </>
          )}
        </>
      )}
    </p>
  );
}
