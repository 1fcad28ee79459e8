'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast, toastUndo } from '@/components/ui/toast';
import {
  withFirstInput,
  withInputs,
  withoutEmptyInput,
  withVariables,
} from '@/lib/compare/client/input-edits';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import type { Inputs } from '@/lib/compare/model/inputs';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { ImportTable } from './import-table';
import { InputTable } from './input-table';

/** The table of inputs: read from a text that was dropped, or edited in place. */
export function TableDialog({ text = '', onClose }: { text?: string; onClose: () => void }) {
  const hasTable = usePlanPart(({ inputs }) => inputs !== undefined);
  const [importing, setImporting] = useState(text !== '' || !hasTable);
  const change = useChangePlan();
  const [start] = useState(withoutEmptyInput(usePlanPart((plan) => plan)));
  const close = () => {
    onClose();
    change(withoutEmptyInput);
    const { inputs } = change((plan) => plan);
    if (inputs && kindOf(start) === 'columns')
      toastUndo('Every column runs once per row.', () => change(() => start));
  };
  // The button that opened it may have gone with the layout of columns: then the one of the setup leads back.
  useEffect(() => () => focusLater(), []);
  const use = (inputs: Inputs) => {
    const before = change((plan) => withInputs(withVariables(plan, true), inputs));
    setImporting(false);
    if (before.inputs === undefined) return;
    toast('Table replaced.', { action: { label: 'Undo', onClick: () => change(() => before) } });
  };
  return (
    <Dialog
      onClose={close}
      title="Inputs"
      description="Everything you compare runs once per row. Each column is a variable: {{name}}."
      className="w-[min(1100px,calc(100vw-16px))]! max-w-none! top-2! h-[calc(100dvh-16px)] max-h-none!"
      bodyClassName="flex flex-col gap-2 px-4 pb-3"
      footer={
        !importing && (
          <>
            <Button className="mr-auto" onClick={() => setImporting(true)}>
              Replace table…
            </Button>
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          </>
        )
      }
    >
      {importing ? (
        <ImportTable
          start={text}
          onUse={use}
          {...(hasTable && { onCancel: () => setImporting(false) })}
          onEmpty={() => {
            change(withFirstInput);
            setImporting(false);
          }}
        />
      ) : (
        <InputTable />
      )}
    </Dialog>
  );
}

function focusLater(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById('edit-inputs')?.focus();
  });
}
