'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Select } from '@/components/ui/select';
import { FIRST_CALL } from '@/lib/public-api/model/first-call';
import { setCodeClient, useCodeClient } from '@/lib/runs/client/code-client';
import { apiSnippet } from '@/lib/runs/model/snippets/api-snippets';
import { CLIENT_LABELS, CODE_CLIENTS } from '@/lib/runs/model/snippets/code-clients';

/** Ready code for each client of the protocol: streams a completion of the practice model. The browser remembers the client. */
export function ApiCode({ baseUrl }: { baseUrl: string }) {
  const client = useCodeClient(CODE_CLIENTS);
  const { install, code, notes } = apiSnippet(client, baseUrl, FIRST_CALL);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          aria-label="Client"
          value={client}
          onChange={(event) => {
            const chosen = CODE_CLIENTS.find((id) => id === event.currentTarget.value);
            if (chosen) setCodeClient(chosen);
          }}
        >
          {CODE_CLIENTS.map((id) => (
            <option key={id} value={id}>
              {CLIENT_LABELS[id]}
            </option>
          ))}
        </Select>
        <CopyButton text={code} label="Copy code" withText />
      </div>
      {install && (
        <p className="flex items-center gap-1 text-xs text-ink-2">
          <code className="rounded-sm bg-sunken px-1.5 py-0.5">{install}</code>
          <CopyButton text={install} label="Copy install command" />
        </p>
      )}
      <CodeBlock label="Example code" code={code} />
      {notes.map((note) => (
        <p key={note} className="text-xs text-ink-3">
          {note}
        </p>
      ))}
    </div>
  );
}
