import { getConnections } from '@/lib/connections/client/connection-list';
import { modelsQuery } from '@/lib/connections/client/connections';
import { recentModels } from '@/lib/connections/client/recent-models';
import type { Connection } from '@/lib/connections/model/connections';
import type { PaletteItem } from '@/lib/palette/model/rank-items';
import { queryClient } from '@/lib/platform/client/http/query';
import { chooseConnection } from '@/lib/playground/client/draft-connection';
import { getDraft } from '@/lib/playground/client/draft-store';

/** The models of the draft's connection: those used last, then the others in the server's order. */
export async function modelItems(toPlayground: () => void): Promise<readonly PaletteItem[]> {
  const { connectionId } = getDraft();
  const connection = getConnections().find(({ id }) => id === connectionId);
  return connection ? itemsOf(connection, toPlayground) : [];
}

/** Those of all other connections. Each is asked at most every five minutes, as by the list of models. */
export async function otherModelItems(toPlayground: () => void): Promise<readonly PaletteItem[]> {
  const { connectionId } = getDraft();
  const others = getConnections().filter(({ id }) => id !== connectionId);
  return (await Promise.all(others.map((connection) => itemsOf(connection, toPlayground)))).flat();
}

async function itemsOf(connection: Connection, toPlayground: () => void): Promise<readonly PaletteItem[]> {
  const listed = await queryClient()
    .fetchQuery(modelsQuery(connection.id))
    .then(
      ({ models }) => models.map(({ id }) => id),
      // Its server does not answer: the models that were used can still be chosen.
      () => [],
    );
  const { connectionId, model } = getDraft();
  return [...new Set([...recentModels(connection.id), ...listed])].map((id) => ({
    id: `model:${connection.id}:${id}`,
    label: id,
    detail: connection.name,
    group: 'Models',
    current: connection.id === connectionId && id === model,
    run: () => {
      chooseConnection(connection.id, id);
      toPlayground();
    },
  }));
}
