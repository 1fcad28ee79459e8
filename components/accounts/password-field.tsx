'use client';

import { Field } from '@/components/ui/field';
import { SecretField } from '@/components/ui/secret-field';

export interface PasswordFieldProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** Tells password managers whether to fill in or to generate. */
  use: 'current-password' | 'new-password';
  hint?: string;
  error?: string;
}

export function PasswordField({ label = 'Password', value, onChange, use, hint, error }: PasswordFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <SecretField
          {...control}
          what="password"
          autoComplete={use}
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
