'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import { type FormErrors, formErrors, issueErrors } from './field-error';

export interface FormErrorsHook extends FormErrors {
  /** Set it on the form: after a refusal the focus moves to the first invalid field. */
  readonly formRef: RefObject<HTMLFormElement | null>;
  /**
   * The browser's half of the validation, with the schema that the server uses too. Null: invalid, and shown.
   */
  readonly check: <Schema extends z.ZodMiniType>(schema: Schema, values: unknown) => z.infer<Schema> | null;
}

/** One form's errors: first what the browser finds itself, then what the server answered (`requestError`). */
export function useFormErrors(fields: readonly string[], requestError: unknown): FormErrorsHook {
  const [local, setLocal] = useState<FormErrors | null>(null);
  const formRef = useRef<HTMLFormElement>(null);
  const errors = local ?? formErrors(requestError, fields);

  useEffect(() => {
    if (local || requestError) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [local, requestError]);

  return {
    ...errors,
    formRef,
    check: (schema, values) => {
      const checked = schema.safeParse(values);
      setLocal(checked.success ? null : issueErrors(checked.error.issues, fields));
      return checked.success ? checked.data : null;
    },
  };
}
