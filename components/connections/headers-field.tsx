import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { SecretField } from '@/components/ui/secret-field';
import { TextField } from '@/components/ui/text-field';
import { MAX_HEADERS } from '@/lib/connections/model/header-rules';
import type { FormErrors } from '@/lib/platform/client/http/field-error';
import { emptyHeader, filledHeaders, type HeaderDraft } from './header-draft';

/** The names of this field's parts in errors, for `useFormErrors`. */
export const HEADER_FIELDS = [
  'headers',
  ...Array.from({ length: MAX_HEADERS }, (_, at) => [`headers.${at}.name`, `headers.${at}.value`]).flat(),
];

export interface HeadersFieldProps {
  headers: readonly HeaderDraft[];
  onChange: (headers: readonly HeaderDraft[]) => void;
  errors: Pick<FormErrors, 'at'>;
  /** The origin that stored values belong to, once the address leads elsewhere. */
  movedFrom: string | null;
}

/** Extra headers of every request. Values are write-only, as keys are. */
export function HeadersField({ headers, onChange, errors, movedFrom }: HeadersFieldProps) {
  const list = useRef<HTMLUListElement>(null);
  const focusNewest = useRef(false);
  const hintId = useId();
  const errorId = useId();
  const error = errors.at('headers');
  const filled = filledHeaders(headers);

  useEffect(() => {
    if (!focusNewest.current || headers.length === 0) return;
    focusNewest.current = false;
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  }, [headers]);

  const change = (id: number, part: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...part } : header)));

  return (
    <fieldset
      aria-describedby={error ? `${errorId} ${hintId}` : hintId}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <legend className="mb-1 font-medium text-ink">Extra headers</legend>
      <ul ref={list} className="flex flex-col gap-1.5 empty:hidden">
        {headers.map((header) => (
          <HeaderRow
            key={header.id}
            header={header}
            at={filled.indexOf(header)}
            errors={errors}
            onChange={(part) => change(header.id, part)}
            onRemove={(button) => {
              focusBeside(button);
              onChange(headers.filter(({ id }) => id !== header.id));
            }}
          />
        ))}
      </ul>
      <Button
        size="sm"
        className="self-start"
        disabled={headers.length >= MAX_HEADERS}
        // The button that a refusal puts the focus on, when it is about all headers.
        aria-invalid={error ? true : undefined}
        onClick={() => {
          focusNewest.current = true;
          onChange([...headers, emptyHeader()]);
        }}
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add header
      </Button>
      {error && (
        <p id={errorId} role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
      <p id={hintId} className="text-xs text-ink-3">
        {movedFrom !== null && headers.some(({ stored }) => stored)
          ? `The stored values are only sent to ${movedFrom}. Enter them again.`
          : 'Sent with every request. Values are stored encrypted, never shown again, and masked in responses.'}
      </p>
    </fieldset>
  );
}

interface HeaderRowProps {
  header: HeaderDraft;
  /** Its place among the headers that are sent; −1 for an empty row. */
  at: number;
  errors: Pick<FormErrors, 'at'>;
  onChange: (part: Partial<HeaderDraft>) => void;
  onRemove: (button: HTMLElement) => void;
}

function HeaderRow({ header, at, errors, onChange, onRemove }: HeaderRowProps) {
  const errorId = useId();
  const nameError = errors.at(`headers.${at}.name`);
  const valueError = errors.at(`headers.${at}.value`);
  const described = (error: string | undefined) => ({
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': error ? errorId : undefined,
  });
  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <div className="min-w-0 flex-[2]">
          <TextField
            {...described(nameError)}
            mono
            aria-label="Header name"
            placeholder="Name"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={header.name}
            // A stored value belongs to its name: renamed, it would be another header's.
            readOnly={header.stored}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        </div>
        <div className="min-w-0 flex-[3]">
          <SecretField
            {...described(valueError)}
            mono
            what={`value of ${header.name || 'the header'}`}
            aria-label={`Value of ${header.name || 'the header'}`}
            placeholder={header.stored ? 'Stored. Leave empty to keep it.' : 'Value'}
            autoComplete="off"
            data-1p-ignore=""
            data-lpignore="true"
            value={header.value}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
        </div>
        <IconButton
          size="sm"
          label={`Remove ${header.name || 'the header'}`}
          onClick={({ currentTarget }) => onRemove(currentTarget)}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      {(nameError ?? valueError) && (
        <p id={errorId} role="alert" className="text-xs text-bad">
          {nameError ?? valueError}
        </p>
      )}
    </li>
  );
}

/** Removing a header moves the focus to the next one's button, or to the button that adds one. */
function focusBeside(button: HTMLElement): void {
  const item = button.closest('li');
  const near = item?.nextElementSibling ?? item?.previousElementSibling;
  const next = near ? [...near.querySelectorAll('button')].at(-1) : item?.parentElement?.nextElementSibling;
  if (next instanceof HTMLElement) next.focus();
}
