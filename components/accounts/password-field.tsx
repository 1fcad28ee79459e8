'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';

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
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <TextField
            {...control}
            type={shown ? 'text' : 'password'}
            autoComplete={use}
            autoCapitalize="off"
            spellCheck={false}
            maxLength={200}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            className="pr-9"
          />
          <IconButton
            label={shown ? 'Hide password' : 'Show password'}
            size="sm"
            onClick={() => setShown(!shown)}
            className="absolute top-1/2 right-1 -translate-y-1/2"
          >
            {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}
