'use client';

import { useRouter } from 'next/navigation';
import { forgetConnections } from '@/lib/client/connections/connection-list';
import { apiResponse, signIn, signOut, startAsGuest } from '@/lib/client/http/api';
import { useMutation, useQueryClient } from '@/lib/client/http/query';
import type { Credentials, DeleteAccount, UpdateAccount } from '@/lib/contract/account';

/*
 * Every action on the account. After each, the page's server parts are asked again, since the header and the settings
 * show who one is. Errors are `ApiError`s and name their field in `param`.
 */

/** Signs in with e-mail and password. */
export function useSignIn() {
  return useAccountAction(({ email, password }: Credentials) => signIn(email, password), 'another-person');
}

/** Makes the account and signs in with it. */
export function useSignUp() {
  return useAccountAction(async ({ email, password }: Credentials) => {
    await apiResponse('/api/account', { method: 'POST', body: { email, password }, withoutSession: true });
    await signIn(email, password);
  }, 'another-person');
}

/** The guest becomes an account with e-mail and password; runs, connections and presets stay. */
export function useClaimAccount() {
  return useAccountAction(async (credentials: Credentials) => {
    await apiResponse('/api/account/claim', { method: 'POST', body: credentials });
  });
}

export function useStartAsGuest() {
  return useAccountAction((_nothing: undefined) => startAsGuest());
}

export function useUpdateAccount() {
  return useAccountAction(async (changes: UpdateAccount) => {
    await apiResponse('/api/account', { method: 'PATCH', body: changes });
  });
}

export function useSignOut() {
  return useAccountAction((_nothing: undefined) => signOut(), 'another-person');
}

/** Ends every session, this one included. */
export function useSignOutEverywhere() {
  return useAccountAction(async (_nothing: undefined) => {
    await apiResponse('/api/account/sign-out-everywhere', { method: 'POST' });
    await signOut();
  }, 'another-person');
}

export function useDeleteAccount() {
  return useAccountAction(async (body: DeleteAccount) => {
    await apiResponse('/api/account', { method: 'DELETE', body });
    await signOut();
  }, 'another-person');
}

function useAccountAction<Input>(act: (input: Input) => Promise<void>, effect?: 'another-person') {
  const router = useRouter();
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      // Nothing of the one before may stay on the page.
      if (effect === 'another-person') {
        void client.resetQueries();
        forgetConnections();
      }
      router.refresh();
    },
  });
}
