'use client';

import { type ReactNode, type Ref, type RefObject, useId } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { Notice } from './notice';

export interface FormDialogProps {
  title: string;
  description: ReactNode;
  /** Class of the dialog itself, for its width. */
  className?: string;
  /** The label of the submit button. */
  submitLabel: string;
  /** `danger`: it takes something away. */
  submitVariant?: 'primary' | 'danger';
  /** What is still missing is visible. */
  disabled?: boolean;
  isPending: boolean;
  /** An error that belongs to none of the fields. */
  error?: string;
  onSubmit: () => void;
  onClose: () => void;
  focusAfter?: RefObject<HTMLElement | null>;
  formRef?: Ref<HTMLFormElement>;
  /** The fields; absent: it only asks. */
  children?: ReactNode;
}

/** A small form in a dialog: Cancel, and one submit button. */
export function FormDialog({
  title,
  description,
  className,
  submitLabel,
  submitVariant = 'primary',
  disabled,
  isPending,
  error,
  onSubmit,
  onClose,
  focusAfter,
  formRef,
  children,
}: FormDialogProps) {
  const formId = useId();
  return (
    <Dialog
      onClose={onClose}
      title={title}
      description={description}
      className={className}
      focusAfter={focusAfter}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant={submitVariant} disabled={disabled} loading={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error && (
          <Notice tone="bad" role="alert">
            {error}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
