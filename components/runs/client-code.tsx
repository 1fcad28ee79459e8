'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Select } from '@/components/ui/select';
import { setCodeClient, useCodeClient } from '@/lib/runs/client/code-client';
import { CLIENT_LABELS, type CodeClient } from '@/lib/runs/model/snippets/code-clients';
import type { Snippet } from '@/lib/runs/model/snippets/snippets';

export interface ClientCodeProps<Client extends CodeClient> {
  /** The offered clients, in order. */
  clients: readonly Client[];
  codeOf: (client: Client) => Snippet;
  /** Class of the code, for its height. */
  className?: string;
}

/** Code for each client, to read and to copy. The browser remembers the client. */
export function ClientCode<Client extends CodeClient>({
  clients,
  codeOf,
  className,
}: ClientCodeProps<Client>) {
  const client = useCodeClient(clients);
  const { install, code, notes } = codeOf(client);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          aria-label="Client"
          // In a dialog the keyboard begins here, and not at a link that leaves the page.
          data-autofocus=""
          value={client}
          onChange={(event) => {
            const chosen = clients.find((id) => id === event.currentTarget.value);
            if (chosen) setCodeClient(chosen);
          }}
        >
          {clients.map((id) => (
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
      <CodeBlock label={`${CLIENT_LABELS[client]} code`} code={code} className={className} />
      {notes.map((note) => (
        <p key={note} className="text-xs text-ink-3">
          {note}
        </p>
      ))}
    </div>
  );
}
