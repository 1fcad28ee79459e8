'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { setCodeClient, useCodeClient } from '@/lib/runs/client/code-client';
import { CLIENT_LABELS } from '@/lib/runs/model/snippets/code-clients';
import type { SnippetInput } from '@/lib/runs/model/snippets/snippet-input';
import { clientsOf, snippet } from '@/lib/runs/model/snippets/snippets';

/** A request for each client, to read and to copy. The browser remembers the client. */
export function SnippetTabs({ input }: { input: SnippetInput }) {
  const clients = clientsOf(input);
  const client = useCodeClient(clients);
  const shown = snippet(client, input);
  return (
    <Tabs
      label="Client"
      value={client}
      onValueChange={setCodeClient}
      tabs={clients.map((value) => ({ value, label: CLIENT_LABELS[value] }))}
      aside={<CopyButton text={shown.code} label="Copy code" withText />}
    >
      <TabPanel value={client} className="pt-3">
        {shown.install && (
          <p className="mb-2 flex items-center gap-1 text-xs text-ink-2">
            <code className="rounded-sm bg-sunken px-1.5 py-0.5">{shown.install}</code>
            <CopyButton text={shown.install} label="Copy install command" />
          </p>
        )}
        <CodeBlock label={`${CLIENT_LABELS[client]} code`} code={shown.code} className="max-h-[52dvh]" />
        {shown.notes.map((note) => (
          <p key={note} className="mt-2 text-xs text-ink-3">
            {note}
          </p>
        ))}
      </TabPanel>
    </Tabs>
  );
}
