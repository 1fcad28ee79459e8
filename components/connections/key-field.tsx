import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SecretField } from '@/components/ui/secret-field';
import { CONNECTION_KINDS, type Connection } from '@/lib/connections/model/connections';
import { type ConnectionDraft, originChange } from './connection-draft';
import { StoredKey } from './stored-key';

export interface KeyFieldProps {
  draft: ConnectionDraft;
  onChange: (change: Partial<ConnectionDraft>) => void;
  stored: Connection | null;
  error?: ReactNode;
  /** The dialog around opens with the focus here. */
  autoFocus?: boolean;
}

/** Write-only: shows that a stored key exists and its last characters, never the key. */
export function KeyField({ draft, onChange, stored, error, autoFocus = false }: KeyFieldProps) {
  const hasStored = stored?.hasKey === true;
  const moved = stored && hasStored ? originChange(draft, stored) : null;
  const retained = hasStored && !draft.removeKey && !moved;

  return (
    <Field
      label={retained ? 'New key' : 'Key'}
      error={error}
      hint={hintOf(draft, stored, moved)}
      aside={
        hasStored && !moved ? (
          <Button
            variant="ghost"
            size="sm"
            onClick={() => onChange({ removeKey: !draft.removeKey, key: '' })}
          >
            {draft.removeKey ? 'Keep the stored key' : 'Remove the stored key'}
          </Button>
        ) : undefined
      }
    >
      {(control) => (
        <SecretField
          {...control}
          mono
          what="key"
          name="api-key"
          // Not a password of this site: password managers should neither offer nor store one here.
          autoComplete="off"
          data-1p-ignore=""
          data-lpignore="true"
          data-autofocus={autoFocus ? '' : undefined}
          value={draft.key}
          onChange={(event) => onChange({ key: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

function hintOf(
  draft: ConnectionDraft,
  stored: Connection | null,
  moved: { from: string; to: string } | null,
): ReactNode {
  if (moved) {
    return `The stored key is only sent to ${moved.from}. Enter a key for ${moved.to}.`;
  }
  if (stored?.hasKey && draft.removeKey && draft.key === '') {
    return 'The stored key is deleted when you save.';
  }
  if (stored?.hasKey) {
    return (
      <>
        <StoredKey connection={stored} />. Leave this empty to keep it.
      </>
    );
  }
  if (draft.kind !== 'custom' && !CONNECTION_KINDS[draft.kind].needsKey) {
    return 'Usually not needed for your own server. Stored encrypted, never shown again.';
  }
  return 'Stored encrypted, never shown again.';
}
