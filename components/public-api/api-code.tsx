'use client';

import { ClientCode } from '@/components/runs/client-code';
import { FIRST_CALL } from '@/lib/public-api/model/first-call';
import { apiSnippet } from '@/lib/runs/model/snippets/api-snippets';
import { CODE_CLIENTS } from '@/lib/runs/model/snippets/code-clients';

/** Ready code for each client of the protocol: streams a completion of the practice model. */
export function ApiCode({ baseUrl }: { baseUrl: string }) {
  return <ClientCode clients={CODE_CLIENTS} codeOf={(client) => apiSnippet(client, baseUrl, FIRST_CALL)} />;
}
