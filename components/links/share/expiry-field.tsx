import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { dateText, EXPIRIES, type Expiry, expiryLabel } from '@/lib/links/client/expiry';

export interface ExpiryFieldProps {
  value: Expiry;
  onChange: (expiry: Expiry) => void;
  error: string | undefined;
}

export function ExpiryField({ value, onChange, error }: ExpiryFieldProps) {
  const byDate = value.kind === 'date';
  return (
    <div className="flex flex-col gap-2">
      <Field label="Expires" error={byDate ? undefined : error}>
        {(control) => (
          <Select
            {...control}
            value={value.kind}
            onChange={(event) => {
              const kind = EXPIRIES.find((one) => one === event.currentTarget.value);
              if (kind) onChange({ ...value, kind });
            }}
          >
            {EXPIRIES.map((kind) => (
              <option key={kind} value={kind}>
                {expiryLabel(kind, new Date())}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {byDate && (
        <Field label="Last day" error={error}>
          {(control) => (
            <TextField
              {...control}
              type="date"
              min={dateText(new Date())}
              value={value.date}
              onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
