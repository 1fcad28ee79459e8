import type { Metadata } from 'next';
import { SignInScreen } from '@/components/accounts/sign-in-screen';
import { safeNext } from '@/lib/accounts/client/safe-next';

export const metadata: Metadata = { title: 'Sign in' };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, callbackUrl, error, mode } = await searchParams;
  return (
    <SignInScreen
      // next-auth calls it callbackUrl and makes it absolute; we use only the path.
      next={safeNext(first(next) ?? pathOf(first(callbackUrl)))}
      error={first(error)}
      initialMode={first(mode) === 'sign-up' ? 'sign-up' : 'sign-in'}
    />
  );
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function pathOf(address: string | null): string | null {
  if (!address || !URL.canParse(address)) return address;
  const url = new URL(address);
  return url.pathname + url.search;
}
