'use client';

import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { useConnections } from '@/lib/connections/client/connection-list';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { useApiTokens } from '@/lib/public-api/client/api-tokens';
import { ApiCode } from './api-code';
import { RevokeToken } from './revoke-token';
import { TokenForm } from './token-form';
import { TokenRow } from './token-row';

type Layer = { kind: 'new' } | { kind: 'revoke'; id: string };

/** The playground as a completions server: its address, tokens and sample code. */
export function ApiScreen({ baseUrl }: { baseUrl: string }) {
  const { tokens, isPending, error, refetch } = useApiTokens();
  const { connections } = useConnections();
  const name = connections.find(({ isDefault }) => isDefault)?.name;
  const place = name === undefined ? '' : ` (${name})`;
  const [layer, setLayer] = useState<Layer | null>(null);
  const newButton = useRef<HTMLButtonElement>(null);
  const target = layer?.kind === 'revoke' ? tokens.find(({ id }) => id === layer.id) : undefined;
  const close = () => setLayer(null);

  return (
    <>
      <Section
        level={1}
        title="API"
        description={`The playground is also a completions API. Call it from a program or a web page with an API token. Requests go to your default connection${place}; the model ${PRACTICE_MODEL_ID} always uses the practice model. All requests appear in History, including rejected ones. At the limit of concurrent runs, new requests wait.`}
      >
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1">
          <dt className="text-ink-2">Base URL</dt>
          <dd className="flex min-w-0 items-center gap-1">
            <code className="font-mono text-xs wrap-anywhere">{baseUrl}</code>
            <CopyButton text={baseUrl} label="Copy base URL" />
          </dd>
          <dt className="text-ink-2">Routes</dt>
          <dd className="flex flex-wrap gap-x-4 font-mono text-xs">
            <span>POST /completions</span>
            <span>GET /models</span>
            <span>POST /tokenize</span>
            <span>POST /detokenize</span>
            <a
              href={`${baseUrl}/openapi.json`}
              target="_blank"
              rel="noreferrer"
              className="underline hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
            >
              GET /openapi.json
            </a>
          </dd>
        </dl>
      </Section>

      <Section
        title="Tokens"
        description="A token gives access to the API, never to settings or keys. “Completions only” calls this API; “Completions and comparisons” can also read, run, change and delete your comparisons. Each token is shown once."
        action={
          <Button ref={newButton} variant="primary" onClick={() => setLayer({ kind: 'new' })}>
            <Plus aria-hidden="true" className="size-4" />
            New token
          </Button>
        }
      >
        <ListStatus what="tokens" isPending={isPending} error={error} onRetry={() => void refetch()} />
        <ul aria-label="Tokens" className="divide-y border-y empty:hidden">
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              onRevoke={() => setLayer({ kind: 'revoke', id: token.id })}
            />
          ))}
        </ul>
        {!isPending && !error && tokens.length === 0 && (
          <EmptyState>No tokens yet. Create one per program, so you can revoke each separately.</EmptyState>
        )}
      </Section>

      <Section
        title="Code"
        description={
          <>
            The official clients work unchanged. To use a connection other than the default, set the{' '}
            <span className="whitespace-nowrap">X-Connection</span> header. GET /models lists the models of
            all your connections.
          </>
        }
      >
        <ApiCode baseUrl={baseUrl} />
      </Section>

      {layer?.kind === 'new' && <TokenForm onClose={close} focusAfter={newButton} />}
      {target && <RevokeToken token={target} onClose={close} focusAfter={newButton} />}
    </>
  );
}
