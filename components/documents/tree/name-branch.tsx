'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { FormDialog } from '@/components/ui/form-dialog';
import { TextField } from '@/components/ui/text-field';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import type { Branch } from '@/lib/documents/model/branches';
import { MAX_BRANCH_NAME } from '@/lib/documents/model/document-limits';

export interface NameBranchProps {
  session: DocumentSession;
  branch: Branch;
  onClose: () => void;
}

export function NameBranch({ session, branch, onClose }: NameBranchProps) {
  const [name, setName] = useState(branch.name ?? '');
  return (
    <FormDialog
      title="Name this branch"
      description={branch.words === '' ? undefined : `Starts with “${branch.words}”.`}
      submitLabel="Save"
      isPending={false}
      onClose={onClose}
      onSubmit={() => {
        session.edit(branch.id, { name: name.trim() || null });
        onClose();
      }}
    >
      <Field label="Name" hint="Leave it empty to show the first words instead.">
        {(control) => (
          <TextField
            {...control}
            value={name}
            maxLength={MAX_BRANCH_NAME}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus=""
          />
        )}
      </Field>
    </FormDialog>
  );
}
