import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import type { ConnectionKind } from '@/lib/connections/model/connections';

export interface AddressFieldProps {
  value: string;
  kind: ConnectionKind;
  /** What was changed in the address, in sentences. */
  changes: readonly string[];
  error: ReactNode;
  onChange: (address: string) => void;
  onBlur: () => void;
}

const AZURE_EXAMPLE = 'https://NAME.openai.azure.com/openai/v1';

/** The base URL of a connection. */
export function AddressField({ value, kind, changes, error, onChange, onBlur }: AddressFieldProps) {
  return (
    <Field
      label="Base URL"
      error={error}
      hint={
        <>
          <span role="status" className="block text-ink empty:hidden">
            {changes.join(' ')}
          </span>
          {kind === 'azure' ? (
            <>{AZURE_EXAMPLE}, or a deployment's address: …/openai/deployments/DEPLOYMENT?api-version=…</>
          ) : (
            "Without /completions. If there's no path, we add /v1."
          )}
        </>
      }
    >
      {(control) => (
        <TextField
          {...control}
          mono
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={kind === 'azure' ? AZURE_EXAMPLE : 'https://'}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onBlur={onBlur}
        />
      )}
    </Field>
  );
}
