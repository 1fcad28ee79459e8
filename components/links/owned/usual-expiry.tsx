'use client';

import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useUpdateAccount } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { daysOfExpiry, EXPIRY_LABELS, USUAL_EXPIRIES, usualExpiry } from '@/lib/links/client/expiry';

/** When new links expire, unless their owner says otherwise. */
export function UsualExpiry() {
  const { viewer } = useViewer();
  const update = useUpdateAccount();
  if (!viewer) return null;
  // Shows the new choice at once; the server's answer arrives with the page's own data.
  const days = update.isPending ? update.variables.linkDays : viewer.linkDays;
  return (
    <Field
      label="New links expire"
      className="mb-4 max-w-sm"
      hint="You can change this for each link. Existing links don't change."
      error={update.error?.message}
    >
      {(control) => (
        <div className="flex items-center gap-2">
          <Select
            {...control}
            value={usualExpiry(days ?? null).kind}
            onChange={(event) => {
              const kind = USUAL_EXPIRIES.find((one) => one === event.currentTarget.value);
              if (kind) update.mutate({ linkDays: daysOfExpiry(kind) });
            }}
            className="w-40"
          >
            {USUAL_EXPIRIES.map((kind) => (
              <option key={kind} value={kind}>
                {EXPIRY_LABELS[kind]}
              </option>
            ))}
          </Select>
          <span role="status" className="text-xs text-ink-3">
            {update.isSuccess ? 'Saved' : ''}
          </span>
        </div>
      )}
    </Field>
  );
}
