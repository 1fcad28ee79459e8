'use client';

import { useRef, useState } from 'react';
import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { Moment } from '@/components/ui/moment';
import { useIdentities } from '@/lib/accounts/client/identities';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { Identity } from '@/lib/accounts/model/identities';
import { LinkProvider, UnlinkIdentity } from './identity-dialogs';

type Layer = { kind: 'link'; provider: string; label: string } | { kind: 'unlink'; id: string };

/** Outside sign-ins that open this account: shows one that somebody else left behind, and unlinks it. */
export function IdentitiesSection() {
  const { viewer, site } = useViewer();
  const { identities, isPending, error, refetch } = useIdentities();
  const [layer, setLayer] = useState<Layer | null>(null);
  const section = useRef<HTMLDivElement>(null);
  const labelOf = (id: string) => site.providers.find((provider) => provider.id === id)?.label ?? id;
  const isUsable = ({ provider }: Identity) => site.providers.some(({ id }) => id === provider);
  const waysIn = identities.filter(isUsable).length + (viewer?.hasPassword ? 1 : 0);
  const unlinking = layer?.kind === 'unlink' ? identities.find(({ id }) => id === layer.id) : undefined;
  const close = () => setLayer(null);
  if (site.providers.length === 0 && identities.length === 0) return null;

  return (
    <Section
      title="Linked providers"
      description={identities.length > 0 && 'You can sign in to this account with any of these.'}
    >
      <div ref={section} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        <ListStatus what="providers" isPending={isPending} error={error} onRetry={() => void refetch()} />
        <ul aria-label="Linked providers" className="divide-y border-y empty:hidden">
          {identities.map((identity) => (
            <IdentityRow
              key={identity.id}
              identity={identity}
              label={labelOf(identity.provider)}
              isLastWayIn={isUsable(identity) && waysIn === 1}
              onUnlink={() => setLayer({ kind: 'unlink', id: identity.id })}
            />
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          {site.providers.map(({ id, label }) => (
            <Button key={id} onClick={() => setLayer({ kind: 'link', provider: id, label })}>
              Link {label}
            </Button>
          ))}
        </div>
      </div>
      {layer?.kind === 'link' && <LinkProvider {...layer} onClose={close} focusAfter={section} />}
      {unlinking && (
        <UnlinkIdentity
          id={unlinking.id}
          label={labelOf(unlinking.provider)}
          onClose={close}
          focusAfter={section}
        />
      )}
    </Section>
  );
}

interface IdentityRowProps {
  identity: Identity;
  label: string;
  isLastWayIn: boolean;
  onUnlink: () => void;
}

function IdentityRow({ identity, label, isLastWayIn, onUnlink }: IdentityRowProps) {
  const { providerAccountId, linkedAt } = identity;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-52">
        <h3 className="font-medium break-words">{label}</h3>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          <span className="min-w-0">
            Account <span className="font-mono break-all">{shortened(providerAccountId)}</span>
          </span>
          <span>
            Linked <Moment iso={linkedAt} />
          </span>
        </p>
      </div>
      {isLastWayIn ? (
        <p className="text-xs text-ink-3">Your only way to sign in</p>
      ) : (
        <Button size="sm" onClick={onUnlink}>
          Unlink<span className="sr-only"> {label}</span>
        </Button>
      )}
    </li>
  );
}

function shortened(id: string): string {
  return id.length > 40 ? `${id.slice(0, 40)}…` : id;
}
