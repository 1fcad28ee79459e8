'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { useUpdateAccount } from '@/lib/client/account/account';
import { useFormErrors } from '@/lib/client/http/use-form-errors';
import { updateAccountSchema } from '@/lib/contract/account';
import { PasswordField } from './password-field';

const FIELDS = ['password.current', 'password.next'];

export function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const update = useUpdateAccount();
  const errors = useFormErrors(FIELDS, update.error);

  const submit = () => {
    if (update.isPending) return;
    const changes = errors.check(updateAccountSchema, {
      password: hasPassword ? { current, next } : { next },
    });
    if (!changes) return;
    update.mutate(changes, {
      onSuccess: () => {
        setCurrent('');
        setNext('');
        toast('Password changed. Every other browser is signed out.', { tone: 'good' });
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
        hint="At least 10 characters. Every other browser is signed out."
        error={errors.at('password.next')}
      />
      {errors.general && (
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
