'use client';

import { useRouter } from 'next/navigation';
import type { Credentials, DeleteAccount, UpdateAccount } from '@/lib/accounts/model/account';
import { arriveAt, leaveTo } from '@/lib/platform/client/browser-storage';
import { apiResponse, startAsGuest } from '@/lib/platform/client/http/api';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { signIn, signOut } from '@/lib/platform/client/http/sign-in';

/*
 * Every action on the account. Errors are `ApiError`s and name their field in `param`. When another person
 * signs in or out, the browser loads a new page, so nothing of the previous person stays in memory. When the
 * person stays the same, the page's server parts are requested again, since the header and the settings show
 * who is signed in.
 */

/** Signs in with e-mail and password, and goes to `next`. */
export function useSignIn(next: string) {
  return useMutation({
    mutationFn: ({ email, password }: Credentials) => signIn(email, password),
    onSuccess: () => arriveAt(next),
  });
}

/** The same on a page that stays open: its session has ended, and the same person signs in again. */
export function useSignInHere() {
  return useMutation({ mutationFn: ({ email, password }: Credentials) => signIn(email, password) });
}

/** Makes the account, signs in with it, and goes to `next`. */
export function useSignUp(next: string) {
  return useMutation({
    mutationFn: async ({ email, password }: Credentials) => {
      await apiResponse('/api/account', { method: 'POST', body: { email, password }, withoutSession: true });
      await signIn(email, password);
    },
    onSuccess: () => arriveAt(next),
  });
}

/** The guest becomes an account with e-mail and password; runs, connections and presets stay. */
export function useClaimAccount() {
  return useAccountAction(async (credentials: Credentials) => {
    await apiResponse('/api/account/claim', { method: 'POST', body: credentials });
  });
}

export function useStartAsGuest() {
  return useAccountAction(async (_nothing: undefined) => {
    await startAsGuest();
  });
}

export function useUpdateAccount() {
  return useAccountAction(async (changes: UpdateAccount) => {
    await apiResponse('/api/account', { method: 'PATCH', body: changes });
  });
}

/** Signs out, and goes to `next`. */
export function useSignOut(next: string) {
  return useMutation({ mutationFn: (_nothing: undefined) => signOut(), onSuccess: () => leaveTo(next) });
}

/** Ends every session, this one included. */
export function useSignOutEverywhere(next: string) {
  return useMutation({
    mutationFn: async (_nothing: undefined) => {
      await apiResponse('/api/account/sign-out-everywhere', { method: 'POST' });
      await signOut();
    },
    onSuccess: () => leaveTo(next),
  });
}

export function useDeleteAccount(next: string) {
  return useMutation({
    mutationFn: async (body: DeleteAccount) => {
      await apiResponse('/api/account', { method: 'DELETE', body });
      await signOut();
    },
    onSuccess: () => leaveTo(next),
  });
}

function useAccountAction<Input>(act: (input: Input) => Promise<void>) {
  const router = useRouter();
  return useMutation({ mutationFn: act, onSuccess: () => router.refresh() });
}
