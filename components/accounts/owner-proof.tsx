'use client';

import { Notice } from '@/components/ui/notice';
import { useViewer } from '@/lib/accounts/client/viewer';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { PasswordField } from './password-field';
import { ProviderButtons } from './provider-buttons';

export interface OwnerProofProps {
  password: string;
  onChange: (password: string) => void;
  /** At the password. */
  error: string | undefined;
  /** What the request came to. */
  refusal: unknown;
  /** Where a fresh sign-in comes back to, a path of this site. */
  next: string;
}

/**
 * In the form of an act that would outlast a stolen session: asks for the password. Where the account has none, asks for
 * a fresh sign-in once the server says that one is needed; a guest has neither.
 */
export function OwnerProof({ password, onChange, error, refusal, next }: OwnerProofProps) {
  const { viewer } = useViewer();
  if (viewer?.hasPassword) {
    return (
      <PasswordField
        label="Your password"
        use="current-password"
        value={password}
        onChange={onChange}
        error={error}
      />
    );
  }
  if (!needsFreshSignIn(refusal)) return null;
  return (
    <>
      <Notice tone="warn" role="alert">
        Sign in again, then retry within 10 minutes.
      </Notice>
      <ProviderButtons next={next} />
    </>
  );
}

/** Whether the refusal is one that `OwnerProof` shows by itself. */
export function needsFreshSignIn(refusal: unknown): boolean {
  return refusal instanceof ApiError && refusal.code === 'sign_in_again';
}

/** What the request has to say of it: nothing where no password was asked for. */
export function proofOf(password: string): { password?: string } {
  return password === '' ? {} : { password };
}
