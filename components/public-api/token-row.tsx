import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Moment } from '@/components/ui/moment';
import { type ApiToken, SCOPE_LABELS } from '@/lib/public-api/model/tokens';

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
          <span>{SCOPE_LABELS[token.scope]}</span>
          <span>
            {token.expiresAt === null ? (
              'Never expires'
            ) : (
              <>
                {expired ? 'Expired' : 'Expires'} <Moment iso={token.expiresAt} withTime />
              </>
            )}
          </span>
          <span>
            {token.lastUsedAt === null ? (
              'Never used'
            ) : (
              <>
                Last used <Moment iso={token.lastUsedAt} withTime />
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
