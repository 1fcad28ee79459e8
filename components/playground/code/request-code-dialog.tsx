'use client';

import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useConnections } from '@/lib/connections/client/connection-list';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { CONNECTION_KINDS } from '@/lib/connections/model/connections';
import type { BuiltRun } from '@/lib/protocol/request/completion-request';
import { API_KEY_VARIABLE } from '@/lib/runs/model/snippets/api-snippets';
import { snippetTarget } from '@/lib/runs/model/snippets/snippet-input';
import { RequestCode } from './request-code';

export interface RequestCodeDialogProps {
  built: BuiltRun;
  connectionId: string | null;
  /** Why the server would refuse it. */
  refusals?: readonly string[];
  onClose: () => void;
}

/** A request as code, with the key as a variable. */
export function RequestCodeDialog({ built, connectionId, refusals = [], onClose }: RequestCodeDialogProps) {
  const { connections, isPending } = useConnections();
  const connection = connections.find((candidate) => candidate.id === connectionId);
  const isPractice = connectionId === PRACTICE_CONNECTION_ID;
  const isGone = connectionId !== null && !connection && !isPractice && !isPending;
  const input = {
    ...built,
    ...(isPractice
      ? { baseUrl: `${location.origin}/v1`, r9sShape: true, keyVariable: API_KEY_VARIABLE }
      : {
          baseUrl: connection?.baseUrl ?? CONNECTION_KINDS.r9s.baseUrl,
          hasKey: !connection || connection.hasKey || needsKey(connection.kind),
        }),
  };
  const { keyVariable, hasKey } = snippetTarget(input);

  return (
    <Dialog
      onClose={onClose}
      title="Code"
      description={
        hasKey ? (
          <>
            The request as it would be sent. The key is read from <code>{keyVariable}</code>.
          </>
        ) : (
          'The request as it would be sent. This connection needs no key.'
        )
      }
      className="max-w-3xl!"
    >
      <div className="flex flex-col gap-3">
        {isPractice && (
          <Notice>
            The practice model is built into this app. Programs can call it through the app's API. Create a
            token in{' '}
            <Link href="/settings/api" className="underline">
              Settings → API
            </Link>
            .
          </Notice>
        )}
        {isGone && (
          <Notice tone="warn">
            This request's connection was deleted. Replace the base URL with your server's.
          </Notice>
        )}
        {refusals.length > 0 && (
          <Notice tone="warn">The server would reject this: {refusals.join(' ')}</Notice>
        )}
        <RequestCode input={input} />
      </div>
    </Dialog>
  );
}

function needsKey(kind: string): boolean {
  const known = Object.entries(CONNECTION_KINDS).find(([name]) => name === kind);
  return known?.[1].needsKey ?? true;
}
