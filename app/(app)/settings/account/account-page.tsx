'use client';

import { AccountScreen } from '@/components/accounts/account-screen';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { apiTokensQuery, useApiTokens } from '@/lib/public-api/client/api-tokens';

export function Account() {
  const { tokens } = useApiTokens();
  const client = useQueryClient();
  return (
    <AccountScreen
      tokens={tokens.length}
      onTokensRevoked={() => void client.invalidateQueries(apiTokensQuery)}
    />
  );
}
