'use client';

import { type RefObject, useState } from 'react';
import { needsFreshSignIn, OwnerProof, proofOf } from '@/components/accounts/owner-proof';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FormDialog } from '@/components/ui/form-dialog';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { useCreateApiToken } from '@/lib/public-api/client/api-tokens';
import {
  createTokenSchema,
  SCOPE_LABELS,
  TOKEN_LIFETIMES,
  TOKEN_SCOPES,
  type TokenScope,
} from '@/lib/public-api/model/tokens';

export interface TokenFormProps {
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Creates a token, then shows its secret in the same dialog until it is closed. */
export function TokenForm({ onClose, focusAfter }: TokenFormProps) {
  const [name, setName] = useState('');
  const [expiresInDays, setExpiresInDays] = useState<(typeof TOKEN_LIFETIMES)[number]>(90);
  const [scope, setScope] = useState<TokenScope>('completions');
  const [password, setPassword] = useState('');
  const create = useCreateApiToken();
  const errors = useFormErrors(['name', 'password'], create.error);
  const made = create.data;

  const submit = () => {
    if (create.isPending) return;
    const body = errors.check(createTokenSchema, { name, expiresInDays, scope, ...proofOf(password) });
    if (body) create.mutate(body);
  };

  if (made) {
    return (
      <Dialog
        // A separate dialog, so that the focus moves into it.
        key="made"
        onClose={onClose}
        title={`Token “${made.token.name}” created`}
        description="Copy the token now. It won't be shown again."
        focusAfter={focusAfter}
        footer={
          <Button variant="ghost" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex flex-wrap items-center gap-2 rounded-sm border bg-sunken px-3 py-2">
          <code
            data-secret=""
            className="min-w-0 flex-1 basis-full font-mono text-2xs break-all select-all sm:text-xs"
          >
            {made.secret}
          </code>
          <CopyButton text={made.secret} label="Copy token" withText size="md" variant="primary" />
        </div>
      </Dialog>
    );
  }

  return (
    <FormDialog
      key="form"
      title="New token"
      description="Create one per program, so you can revoke each separately."
      className="max-w-md"
      submitLabel="Create token"
      isPending={create.isPending}
      error={needsFreshSignIn(create.error) ? undefined : errors.general}
      onSubmit={submit}
      onClose={onClose}
      focusAfter={focusAfter}
      formRef={errors.formRef}
    >
      <Field label="Name" hint="Shown on runs made with this token." error={errors.at('name')}>
        {(control) => (
          <TextField
            {...control}
            autoComplete="off"
            maxLength={80}
            placeholder="Nightly evaluation"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label="Access"
        hint={
          scope === 'comparisons'
            ? 'Can also read, run, change and delete your comparisons.'
            : 'Can only call the completions API.'
        }
      >
        {(control) => (
          <Select
            {...control}
            value={scope}
            onChange={(event) => setScope(scopeOf(event.currentTarget.value))}
          >
            {TOKEN_SCOPES.map((one) => (
              <option key={one} value={one}>
                {SCOPE_LABELS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Expires">
        {(control) => (
          <Select
            {...control}
            value={String(expiresInDays)}
            onChange={(event) => setExpiresInDays(lifetimeOf(event.currentTarget.value))}
          >
            {TOKEN_LIFETIMES.map((days) => (
              <option key={days} value={String(days)}>
                {LABELS[String(days)]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <OwnerProof
        password={password}
        onChange={setPassword}
        error={errors.at('password')}
        refusal={create.error}
        next="/settings/api"
      />
    </FormDialog>
  );
}

const LABELS: Readonly<Record<string, string>> = {
  7: 'In 7 days',
  30: 'In 30 days',
  90: 'In 90 days',
  365: 'In a year',
  null: 'Never',
};

function scopeOf(text: string): TokenScope {
  return TOKEN_SCOPES.find((scope) => scope === text) ?? 'completions';
}

function lifetimeOf(text: string): (typeof TOKEN_LIFETIMES)[number] {
  return TOKEN_LIFETIMES.find((days) => String(days) === text) ?? null;
}
