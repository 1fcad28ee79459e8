'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { keepFocus } from '@/components/ui/keep-focus';
import { Notice } from '@/components/ui/notice';
import { Switch } from '@/components/ui/switch';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import {
  useCreateConnection,
  useTestConnection,
  useUpdateConnection,
} from '@/lib/connections/client/connections';
import {
  type Connection,
  createConnectionSchema,
  updateConnectionSchema,
} from '@/lib/connections/model/connections';
import { tidyAddress } from '@/lib/connections/model/tidy-address';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { AddressField } from './address-field';
import {
  type ConnectionDraft,
  changeAddress,
  changeKind,
  createBody,
  draftOf,
  originChange,
  startDraft,
  testableAs,
  updateBody,
} from './connection-draft';
import { HEADER_FIELDS, HeadersField } from './headers-field';
import { KeyField } from './key-field';
import { StartingPoints } from './starting-points';
import { faultOf, TestResult } from './test-result';

const FIELDS = ['name', 'baseUrl', 'key', 'runsAtOnce', ...HEADER_FIELDS];

export interface ConnectionFormProps {
  /** Null: a new one. */
  stored: Connection | null;
  /** Names that are in use, so that the proposed one is free. */
  takenNames: readonly string[];
  /** What is already known about a new one, or is to be changed in a stored one. */
  known?: Partial<ConnectionDraft>;
  /** The field that the form begins at; absent: its first. */
  startAt?: 'key';
  /** `changes`: what was changed in the address that was typed. */
  onAdded?: (connection: Connection, changes: readonly string[]) => void;
  onClose: () => void;
}

// For screen readers: the box of the test stands right below the field and says the same at length.
const CHECK_ADDRESS = <span className="sr-only">Check the base URL.</span>;
const CHECK_KEY = <span className="sr-only">Check the key.</span>;

/** Creates or changes a connection. Mounted only while it is open, so that it always starts fresh. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { stored, known, startAt, onAdded, onClose } = props;
  const takenNames = props.takenNames.filter((name) => name !== stored?.name);
  const formId = useId();
  const defaultId = useId();
  const [draft, setDraft] = useState<ConnectionDraft>(() =>
    stored ? { ...draftOf(stored), ...known } : startDraft(known?.kind ?? 'custom', takenNames, known),
  );
  /** What was changed in the address, until it is edited again. */
  const [changes, setChanges] = useState<readonly string[]>([]);
  const create = useCreateConnection();
  const update = useUpdateConnection();
  const test = useTestConnection();
  const busy = create.isPending || update.isPending;
  const errors = useFormErrors(FIELDS, create.error ?? update.error ?? test.error);

  const change = (part: Partial<ConnectionDraft>) => {
    setDraft({ ...draft, ...part });
    for (const request of [create, update, test]) if (!request.isIdle) request.reset();
  };

  /** The form with its address tidied, which is then shown. */
  const tidied = (): { draft: ConnectionDraft; changes: readonly string[] } => {
    const tidy = tidyAddress(draft.baseUrl);
    if (tidy.changes.length === 0) return { draft, changes };
    change({ baseUrl: tidy.address });
    setChanges(tidy.changes);
    return { draft: { ...draft, baseUrl: tidy.address }, changes: tidy.changes };
  };

  const save = () => {
    if (busy) return;
    const ready = tidied();
    // The first one is the default without being asked: one that just failed would leave a playground where nothing runs.
    const isDefault = ready.draft.isDefault && !(known?.isDefault && test.data?.ok === false);
    test.reset();
    if (stored) {
      const patch = errors.check(updateConnectionSchema, updateBody(ready.draft, stored));
      const onSuccess = () => {
        // What was said beside the field before is not said again.
        const told = changes.length > 0 ? [] : ready.changes;
        toast(['Connection saved.', ...told].join(' '), { tone: 'good' });
        onClose();
      };
      if (patch) update.mutate({ id: stored.id, patch }, { onSuccess });
    } else {
      const body = errors.check(
        createConnectionSchema,
        createBody({ ...ready.draft, isDefault }, takenNames),
      );
      const onSuccess = (connection: Connection) => {
        onClose();
        onAdded?.(connection, changes.length > 0 ? [] : ready.changes);
      };
      if (body) create.mutate(body, { onSuccess });
    }
  };

  const runTest = () => {
    create.reset();
    update.reset();
    const { draft } = tidied();
    if (stored && testableAs(draft, stored) === 'stored') return test.mutate({ id: stored.id });
    const body = errors.check(createConnectionSchema, {
      ...createBody(draft, takenNames),
      name: draft.name.trim() || 'Test',
    });
    if (body) test.mutate({ draft: body });
  };

  const fault = test.data ? faultOf(test.data) : null;
  // Under the field that it blames, so that both are in sight.
  const isSuccess = test.data?.ok === true;
  const result = test.data && <TestResult result={test.data} />;
  const untestable = stored !== null && testableAs(draft, stored) === 'nothing';

  return (
    <Dialog
      onClose={onClose}
      title={stored ? `Edit ${stored.name}` : 'New connection'}
      // Of one height, so that what a test says moves no button.
      className="max-w-xl h-[min(46rem,calc(100dvh-max(16px,16dvh)))]"
      footer={
        <>
          <Button
            className="mr-auto"
            loading={test.isPending}
            disabled={untestable}
            onMouseDown={keepFocus}
            onClick={runTest}
          >
            Test connection
          </Button>
          <Button variant="ghost" className="max-[400px]:hidden" onMouseDown={keepFocus} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" loading={busy} onMouseDown={keepFocus}>
            {stored ? 'Save' : 'Add connection'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={errors.formRef}
        noValidate
        className="flex flex-col gap-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {!stored && (
          <StartingPoints
            value={draft.kind}
            autoFocus={startAt === undefined}
            onChange={(kind) => change(changeKind(draft, kind, takenNames))}
          />
        )}
        <Field label="Name" error={errors.at('name')}>
          {(control) => (
            <TextField
              {...control}
              autoComplete="off"
              maxLength={80}
              placeholder={stored ? undefined : createBody(draft, takenNames).name}
              value={draft.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </Field>
        <AddressField
          value={draft.baseUrl}
          kind={draft.kind}
          changes={changes}
          error={errors.at('baseUrl') ?? (fault === 'address' ? CHECK_ADDRESS : undefined)}
          onChange={(baseUrl) => {
            setChanges([]);
            change(changeAddress(draft, baseUrl, takenNames));
          }}
          onBlur={tidied}
        />
        {(fault === 'address' || isSuccess) && result}
        <KeyField
          draft={draft}
          onChange={change}
          stored={stored}
          error={errors.at('key') ?? (fault === 'key' ? CHECK_KEY : undefined)}
          autoFocus={startAt === 'key'}
        />
        {fault === 'key' && result}
        <HeadersField
          headers={draft.headers}
          onChange={(headers) => change({ headers })}
          errors={errors}
          movedFrom={stored ? (originChange(draft, stored)?.from ?? null) : null}
        />
        <Field
          label="Parallel runs"
          hint="Maximum in comparisons. Leave empty to use the playground's limit."
          error={errors.at('runsAtOnce')}
        >
          {(control) => (
            <TextField
              {...control}
              autoComplete="off"
              inputMode="numeric"
              className="max-w-32"
              value={draft.runsAtOnce}
              onChange={(event) => change({ runsAtOnce: event.currentTarget.value })}
            />
          )}
        </Field>
        <div className="flex items-center gap-2">
          <Switch
            id={defaultId}
            checked={draft.isDefault}
            onCheckedChange={(isDefault) => change({ isDefault })}
          />
          <label htmlFor={defaultId}>Make this the default connection</label>
        </div>
        {untestable && (
          <p className="text-xs text-ink-3">
            To test these changes, save first, or enter the key and header values again.
          </p>
        )}
        {errors.general && (
          <Notice tone="bad" role="alert">
            {errors.general}
          </Notice>
        )}
        {fault === null && !isSuccess && result}
      </form>
    </Dialog>
  );
}
