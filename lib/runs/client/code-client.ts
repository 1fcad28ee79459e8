'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import { CODE_CLIENTS, type CodeClient } from '@/lib/runs/model/snippets/code-clients';

const { store, choose } = storedChoice<CodeClient>('playground.code-client', CODE_CLIENTS);

export const setCodeClient: (client: CodeClient) => void = choose;

/** The client that was last chosen, wherever code is shown; the first of the offered where that one is not among them. */
export function useCodeClient<Client extends CodeClient>(offered: readonly Client[]): Client {
  const chosen = useStore(store);
  const first = offered[0];
  if (first === undefined) throw new Error('No client is offered.');
  return offered.find((client) => client === chosen) ?? first;
}
