'use client';

import { useRouter } from 'next/navigation';
import { ConnectionsScreen } from '@/components/connections/connections-screen';
import {
  chooseConnection,
  takeFirstConnection,
  takeFirstModel,
} from '@/lib/playground/client/draft-connection';

/** The connections, with a way into the playground for a new one. */
export function ConnectionsPage({ openAtStart }: { openAtStart: string | null }) {
  const router = useRouter();
  return (
    <ConnectionsScreen
      openAtStart={openAtStart}
      onUse={(connectionId, model) => {
        chooseConnection(connectionId, model);
        router.push('/');
      }}
      onFirstAdded={takeFirstConnection}
      onFirstModel={takeFirstModel}
    />
  );
}
