import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { ApiToken } from '@/lib/public-api/model/tokens';

export function TokenRow({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-52">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="min-w-0 font-medium break-words">{token.name}</h3>
          {expired && <Badge tone="warn">Expired</Badge>}
        </div>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          <span className="font-mono">cpt_…{token.lastFour}</span>
          <span>
            {token.expiresAt === null ? (
              'Never expires'
            ) : (
              <>
                {expired ? 'Expired' : 'Expires'} <Day iso={token.expiresAt} />
              </>
            )}
          </span>
          <span>
            {token.lastUsedAt === null ? (
              'Never used'
            ) : (
              <>
                Last used <Day iso={token.lastUsedAt} withTime />
              </>
            )}
          </span>
        </p>
      </div>
      <Button size="sm" onClick={onRevoke}>
        Revoke<span className="sr-only"> {token.name}</span>
      </Button>
    </li>
  );
}

function Day({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  const style = withTime
    ? ({ dateStyle: 'medium', timeStyle: 'short' } as const)
    : ({ dateStyle: 'medium' } as const);
  return <time dateTime={iso}>{new Intl.DateTimeFormat(undefined, style).format(new Date(iso))}</time>;
}
