'use client';

import { Notice } from '@/components/ui/notice';
import { useViewer } from '@/lib/accounts/client/viewer';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { PasswordField } from './password-field';
import { ProviderButtons } from './provider-buttons';

export interface OwnerProofProps {
  password: string;
  onChange: (password: string) => void;
  /** Shown at the password field. */
  error: string | undefined;
  /** The error of the last request. */
  refusal: unknown;
  /** The path of this site that a fresh sign-in returns to. */
  next: string;
}

/**
 * Part of every form whose change would outlast a stolen session. Asks for the password; for an account
 * without one, asks for a fresh sign-in once the server requires it. A guest has neither.
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

/** Whether `OwnerProof` shows this refusal itself. */
export function needsFreshSignIn(refusal: unknown): boolean {
  return refusal instanceof ApiError && refusal.code === 'sign_in_again';
}

/** The proof for the request body: empty where no password was asked for. */
export function proofOf(password: string): { password?: string } {
  return password === '' ? {} : { password };
}
