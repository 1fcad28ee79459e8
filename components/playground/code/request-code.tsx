'use client';

import { ClientCode } from '@/components/runs/client-code';
import type { SnippetInput } from '@/lib/runs/model/snippets/snippet-input';
import { clientsOf, snippet } from '@/lib/runs/model/snippets/snippets';

/** A request as code, in a dialog: the code scrolls by itself. */
export function RequestCode({ input }: { input: SnippetInput }) {
  return (
    <ClientCode
      clients={clientsOf(input)}
      codeOf={(client) => snippet(client, input)}
      className="max-h-[52dvh]"
    />
  );
}
