'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast';
import { useUpdateAccount } from '@/lib/accounts/client/account';
import { updateAccountSchema } from '@/lib/accounts/model/account';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { needsFreshSignIn, OwnerProof } from './owner-proof';
import { PasswordField } from './password-field';

export interface PasswordFormProps {
  hasPassword: boolean;
  /** The number of API tokens: they survive a new password unless they are revoked with it. */
  tokens: number;
  onTokensRevoked: () => void;
}

const FIELDS = ['password.current', 'password.next'];

export function PasswordForm({ hasPassword, tokens, onTokensRevoked }: PasswordFormProps) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [revokeTokens, setRevokeTokens] = useState(false);
  const tokensId = useId();
  const update = useUpdateAccount();
  const errors = useFormErrors(FIELDS, update.error);

  const submit = () => {
    if (update.isPending) return;
    const changes = errors.check(updateAccountSchema, {
      password: { next, ...(hasPassword && { current }), ...(revokeTokens && { revokeTokens }) },
    });
    if (!changes) return;
    update.mutate(changes, {
      onSuccess: () => {
        setCurrent('');
        setNext('');
        setRevokeTokens(false);
        if (revokeTokens) onTokensRevoked();
        toast(changedMessage(revokeTokens ? 0 : tokens), { tone: 'good' });
      },
    });
  };

  return (
    <form
      ref={errors.formRef}
      noValidate
      className="flex max-w-sm flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {hasPassword && (
        <PasswordField
          label="Current password"
          use="current-password"
          value={current}
          onChange={setCurrent}
          error={errors.at('password.current')}
        />
      )}
      <PasswordField
        label="New password"
        use="new-password"
        value={next}
        onChange={setNext}
        hint="At least 10 characters."
        error={errors.at('password.next')}
      />
      <p className="text-ink-2">
        Other browsers are signed out immediately. Shared links
        {tokens > 0 && !revokeTokens && ', API tokens'} and linked providers aren't affected.
      </p>
      {tokens > 0 && (
        <div className="flex items-center gap-2">
          <Switch id={tokensId} checked={revokeTokens} onCheckedChange={setRevokeTokens} />
          <label htmlFor={tokensId}>Also revoke {countOf(tokens)}</label>
        </div>
      )}
      {needsFreshSignIn(update.error) && (
        <OwnerProof
          password=""
          onChange={() => undefined}
          error={undefined}
          refusal={update.error}
          next="/settings/account"
        />
      )}
      {errors.general && !needsFreshSignIn(update.error) && (
        <Notice tone="bad" role="alert">
          {errors.general}
        </Notice>
      )}
      <Button type="submit" className="self-start" loading={update.isPending}>
        {hasPassword ? 'Change password' : 'Set password'}
      </Button>
    </form>
  );
}

function countOf(tokens: number): string {
  return tokens === 1 ? 'the API token' : `${tokens} API tokens`;
}

function changedMessage(tokensLeft: number): string {
  const changed = 'Password changed. Other browsers were signed out.';
  if (tokensLeft === 0) return changed;
  return `${changed} ${tokensLeft === 1 ? 'One API token still works.' : `${tokensLeft} API tokens still work.`}`;
}
