'use client';

import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { usePress } from '@/components/ui/use-press';
import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { FieldName } from '@/lib/protocol/request/completion-request';
import { useNow } from './use-now';

export interface ProblemActionsProps {
  goesTo: 'connection' | 'parameter' | 'retry' | 'join' | null;
  param: FieldName | null;
  connectionId: string;
  /**
   * Before this time a retry is pointless (milliseconds since the epoch); null when the server named no time.
   */
  retryAt: number | null;
  live: boolean;
  onAgain: () => void;
  onField?: (field: FieldName) => void;
  /** Joins a run whose connection was lost. */
  onJoin?: () => void;
}

/** The one or two next steps. */
export function ProblemActions(props: ProblemActionsProps) {
  const { goesTo, param, connectionId, retryAt, live, onAgain, onField, onJoin } = props;
  const press = usePress(live ? 'busy' : 'again', (meaning) => meaning === 'again' && onAgain());
  const now = useNow(retryAt !== null, 250);
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {goesTo === 'connection' && (
        <Link href={connectionPage(connectionId)} className={buttonStyle('secondary', 'sm')}>
          Open the connection
        </Link>
      )}
      {goesTo === 'parameter' && param && onField && (
        <Button size="sm" onClick={() => onField(param)}>
          Go to the field
        </Button>
      )}
      {goesTo === 'join' ? (
        <Button size="sm" onClick={onJoin}>
          Reconnect
        </Button>
      ) : seconds > 0 ? (
        <span className="text-ink-2" role="timer">
          Run again in {seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}
        </span>
      ) : (
        (goesTo !== 'parameter' || !onField) && (
          <Button {...press} size="sm" disabled={live}>
            Run again
          </Button>
        )
      )}
    </div>
  );
}

/** Built-in connections cannot be edited, so the link goes to the list. */
function connectionPage(connectionId: string): string {
  const builtIn = connectionId === PRACTICE_CONNECTION_ID || connectionId === SERVER_CONNECTION_ID;
  return builtIn ? '/settings/connections' : `/settings/connections?edit=${encodeURIComponent(connectionId)}`;
}
