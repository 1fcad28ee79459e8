'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Select } from '@/components/ui/select';
import { FIRST_CALL } from '@/lib/public-api/model/first-call';
import { API_CLIENTS, type ApiClient, apiSnippet } from '@/lib/runs/model/snippets/api-snippets';

/** Ready code for each client of the protocol: streams a completion of the practice model. */
export function ApiCode({ baseUrl }: { baseUrl: string }) {
  const [client, setClient] = useState<ApiClient>(API_CLIENTS[0].id);
  const { install, code, notes } = apiSnippet(client, baseUrl, FIRST_CALL);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          aria-label="Client"
          value={client}
          onChange={(event) => {
            const chosen = API_CLIENTS.find(({ id }) => id === event.currentTarget.value);
            if (chosen) setClient(chosen.id);
          }}
        >
          {API_CLIENTS.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
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
