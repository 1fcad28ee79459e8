'use client';

import { useRef, useState } from 'react';
import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { Button, buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useShares } from '@/lib/links/client/shares';
import { ChangeExpiry } from './change-expiry';
import { LinkRow } from './link-row';
import { RevokeAllLinks, RevokeLink } from './revoke-links';
import { UsualExpiry } from './usual-expiry';

type Layer = { kind: 'expiry' | 'revoke'; id: string } | { kind: 'all' };

/** All links that the viewer made, with their actions. */
export function LinksScreen() {
  const links = useShares();
  const { shares, isPending, error } = links;
  const [layer, setLayer] = useState<Layer | null>(null);
  const focusAfter = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const target = layer && layer.kind !== 'all' ? shares.find(({ id }) => id === layer.id) : undefined;
  const anyOpen = shares.some(({ status }) => status === 'open');
  const open = (next: Layer) => {
    focusAfter.current = activeElement();
    setLayer(next);
  };
  const close = () => setLayer(null);
  /** A revoked link's buttons go away: on to those of the next open link, else of the last, else to the list. */
  const afterRevoked = () => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-revoke]') ?? [])];
    const at = buttons.findIndex(({ dataset }) => layer?.kind === 'revoke' && dataset.revoke === layer.id);
    const near = at < 0 ? undefined : (buttons[at + 1] ?? buttons[at - 1]);
    focusAfter.current = near ?? list.current;
    close();
  };

  return (
    <>
      <Section
        level={1}
        title="My links"
        description="Each link shows a snapshot of a run, comparison or document to anyone who has it. Links aren't listed anywhere and can't be guessed."
        action={
          anyOpen && (
            <Button variant="danger" onClick={() => open({ kind: 'all' })}>
              Revoke all
            </Button>
          )
        }
      >
        <UsualExpiry />
        <ListStatus what="links" isPending={isPending} error={error} onRetry={() => void links.retry()} />
        <ul ref={list} tabIndex={-1} aria-label="Links" className="divide-y border-y empty:hidden">
          {shares.map((share) => (
            <LinkRow
              key={share.id}
              share={share}
              onChangeExpiry={() => open({ kind: 'expiry', id: share.id })}
              onRevoke={() => open({ kind: 'revoke', id: share.id })}
            />
          ))}
        </ul>
        {!isPending && !error && shares.length === 0 && (
          <EmptyState
            action={
              <Link href="/" className={buttonStyle()}>
                Open the playground
              </Link>
            }
          >
            No links yet. Run a prompt, then press Share above its output.
          </EmptyState>
        )}
        {links.moreError && (
          <Notice tone="bad" role="alert" className="mt-3">
            {links.moreError.message}
          </Notice>
        )}
        {links.hasMore && (
          <div className="mt-4 flex justify-center">
            <Button loading={links.isLoadingMore} onClick={() => void links.loadMore()}>
              Show older links
            </Button>
          </div>
        )}
      </Section>
      {target && layer?.kind === 'expiry' && (
        <ChangeExpiry share={target} onClose={close} focusAfter={focusAfter} />
      )}
      {target && layer?.kind === 'revoke' && (
        <RevokeLink share={target} onRevoked={afterRevoked} onClose={close} focusAfter={focusAfter} />
      )}
      {layer?.kind === 'all' && (
        <RevokeAllLinks onRevoked={afterRevoked} onClose={close} focusAfter={focusAfter} />
      )}
    </>
  );
}

function activeElement(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement ? document.activeElement : null;
}
