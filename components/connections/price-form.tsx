'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { FormDialog } from '@/components/ui/form-dialog';
import { NumberField } from '@/components/ui/number-field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { focusUnreadField } from '@/components/ui/unread-field';
import { useSetPrice } from '@/lib/connections/client/prices';
import { setPriceSchema } from '@/lib/connections/model/prices';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { type Price, USD } from '@/lib/protocol/run/price';

const FIELDS = ['model', 'price.input', 'price.output', 'price.cachedInput', 'price.currency'];
const AMOUNTS = [
  { name: 'input', label: 'Input', hint: undefined },
  { name: 'output', label: 'Output', hint: undefined },
  { name: 'cachedInput', label: 'Cached input', hint: 'Optional. Same as input if empty.' },
] as const;

export interface PriceFormProps {
  connectionId: string;
  /** Null: it is typed. */
  model: string | null;
  /** What it is now; null: none is known. */
  price: Price | null;
  onClose: () => void;
}

/** Sets the price of one model. Mounted only while it is open, so that it always starts fresh. */
export function PriceForm({ connectionId, model, price, onClose }: PriceFormProps) {
  const [draft, setDraft] = useState({
    model: model ?? '',
    input: price?.input ?? null,
    output: price?.output ?? null,
    cachedInput: price?.cachedInput ?? null,
    currency: price?.currency ?? USD,
  });
  const save = useSetPrice(connectionId);
  const errors = useFormErrors(FIELDS, save.error);
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    if (!save.isIdle) save.reset();
  };

  const submit = () => {
    if (save.isPending || focusUnreadField(errors.formRef.current ?? undefined)) return;
    const { cachedInput, currency, input, output } = draft;
    const body = errors.check(setPriceSchema, {
      model: draft.model,
      price: { input, output, ...(cachedInput !== null && { cachedInput }), currency },
    });
    const onSuccess = () => {
      toast('Price saved. It applies to new runs.', { tone: 'good' });
      onClose();
    };
    if (body) save.mutate(body, { onSuccess });
  };

  return (
    <FormDialog
      title={model === null ? 'Set a price' : `Price for ${model}`}
      description="Per million tokens. Earlier runs keep their price."
      submitLabel="Save price"
      isPending={save.isPending}
      error={errors.general}
      onSubmit={submit}
      onClose={onClose}
      formRef={errors.formRef}
    >
      {model === null && (
        <Field label="Model" error={errors.at('model')}>
          {(control) => (
            <TextField
              {...control}
              mono
              autoComplete="off"
              spellCheck={false}
              value={draft.model}
              onChange={(event) => change({ model: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-x-3 gap-y-4">
        {AMOUNTS.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} error={errors.at(`price.${name}`)}>
            {(control) => (
              <NumberField
                {...control}
                className="h-8"
                allowEmpty
                min={0}
                max={1_000_000}
                step={0.01}
                value={draft[name]}
                onValueChange={(value) => change({ [name]: value })}
              />
            )}
          </Field>
        ))}
        <Field label="Currency" error={errors.at('price.currency')}>
          {(control) => (
            <TextField
              {...control}
              autoComplete="off"
              spellCheck={false}
              maxLength={8}
              value={draft.currency}
              onChange={(event) => change({ currency: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
    </FormDialog>
  );
}
