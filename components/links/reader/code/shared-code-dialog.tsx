'use client';

import { RequestCode } from '@/components/playground/code/request-code';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { CONNECTION_KINDS } from '@/lib/connections/model/connections';
import { requestOfShared } from '@/lib/links/client/reader/shared-request';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { isRedacted } from '@/lib/links/model/withhold-hints';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { API_KEY_VARIABLE } from '@/lib/runs/model/snippets/api-snippets';

/** The shared run's request as code. The server it ran on is not part of a link. */
export function SharedCodeDialog({ shared, onClose }: { shared: SharedRun; onClose: () => void }) {
  const read = requestOfShared(shared);
  const isPractice = shared.model === PRACTICE_MODEL_ID;
  return (
    <Dialog
      onClose={onClose}
      title="Code"
      description={
        isRedacted(shared)
          ? 'The request without the hidden parts, using your own API key. The output will differ.'
          : 'The same request, with your own API key.'
      }
      className="max-w-3xl!"
    >
      <div className="flex flex-col gap-3">
        {read.ok ? (
          <>
            <Notice>
              {isPractice
                ? "The practice model is built into this app. Programs can call it through the app's API."
                : "Shared links don't include the server. Replace this address with yours."}
              {shared.model === undefined && " The model wasn't shared either. Replace MODEL with yours."}
            </Notice>
            <RequestCode
              input={{
                request: { model: 'MODEL', prompt: '', ...withoutUndefined(read.request) },
                ...(read.retries ? { retries: read.retries } : {}),
                ...(isPractice
                  ? { baseUrl: `${location.origin}/v1`, r9sShape: true, keyVariable: API_KEY_VARIABLE }
                  : { baseUrl: CONNECTION_KINDS.r9s.baseUrl, keyVariable: 'API_KEY', r9sShape: false }),
              }}
            />
          </>
        ) : (
          <Notice tone="warn">{read.message}</Notice>
        )}
      </div>
    </Dialog>
  );
}

/** A field that was not shared must not overwrite its default. */
function withoutUndefined(request: Partial<CompletionRequest>): Partial<CompletionRequest> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
