'use client';

import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NumberField } from '@/components/ui/number-field';
import { useUpdateAccount } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { formErrors } from '@/lib/platform/client/http/field-error';

const LIMITS = { min: 1, max: 1000 };

export function PracticePaceForm() {
  const { viewer, site } = useViewer();
  const update = useUpdateAccount();
  const standard = site.practiceTokensPerSecond;
  // Shows the new choice at once; the server's answer arrives with the page's own data.
  const chosen = update.isPending ? update.variables.practicePace : viewer?.practicePace;
  const error =
    update.error && (formErrors(update.error, ['practicePace']).at('practicePace') ?? update.error.message);

  return (
    <Field
      label="Tokens per second"
      className="max-w-sm"
      hint={`Between ${LIMITS.min} and ${LIMITS.max}. Default ${standard}. Applies to your next run.`}
      error={error ?? undefined}
    >
      {(control) => (
        <div className="flex items-center gap-2">
          <NumberField
            {...control}
            className="h-8 max-w-24"
            integer
            min={LIMITS.min}
            max={LIMITS.max}
            step={1}
            value={chosen ?? standard}
            onValueChange={(practicePace) => update.mutate({ practicePace })}
          />
          {chosen !== null && chosen !== undefined && (
            <Button variant="ghost" onClick={() => update.mutate({ practicePace: null })}>
              Reset to {standard}
            </Button>
          )}
          <span role="status" className="text-xs text-ink-3">
            {update.isSuccess ? 'Saved' : ''}
          </span>
        </div>
      )}
    </Field>
  );
}
