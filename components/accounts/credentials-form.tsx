'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { type Credentials, credentialsSchema } from '@/lib/accounts/model/account';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { PasswordField } from './password-field';

const FIELDS = ['email', 'password'];

export interface CredentialsFormProps {
  /** On the button. */
  label: string;
  /** A new password is checked against the rules before it is sent; an existing one is sent as typed. */
  use: 'current-password' | 'new-password';
  busy: boolean;
  error: unknown;
  onSubmit: (credentials: Credentials) => void;
  /** Under the button. */
  children?: ReactNode;
}

export function CredentialsForm({ label, use, busy, error, onSubmit, children }: CredentialsFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const errors = useFormErrors(FIELDS, error);

  const submit = () => {
    if (busy) return;
    if (use === 'current-password') return onSubmit({ email: email.trim(), password });
    const credentials = errors.check(credentialsSchema, { email, password });
    if (credentials) onSubmit(credentials);
  };

  return (
    <form
      ref={errors.formRef}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {errors.general && (
        <Notice tone="bad" role="alert">
          {errors.general}
        </Notice>
      )}
      <Field label="Email" error={errors.at('email')}>
        {(control) => (
          <TextField
            {...control}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      <PasswordField
        value={password}
        onChange={setPassword}
        use={use}
        hint={use === 'new-password' ? 'At least 10 characters.' : undefined}
        error={errors.at('password')}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {label}
      </Button>
      {children}
    </form>
  );
}
