'use client';

import { useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useCompareStore, usePlan, useSession } from '@/lib/compare/client/compare-context';

/** The plan was changed here and elsewhere at once: the user chooses which version stays. */
export function ConflictNotice() {
  const compareStore = useCompareStore();
  const saving = usePlan((view) => view.saving);
  const problem = usePlan((view) => view.problem);
  const lost = useSession((view) => view.lost);
  const again = useSession((view) => view.again);
  const [resolving, setResolving] = useState<'mine' | 'theirs' | null>(null);
  const resolve = (how: 'mine' | 'theirs') => {
    setResolving(how);
    compareStore
      .resolveConflict(how)
      .catch(toastError)
      .finally(() => setResolving(null));
  };
  const saveAgain = () => void compareStore.plan.save().catch(() => undefined);
  if (lost !== null) {
    return (
      <Notice {...NOTICE} role="alert" actions={again && <Action label="Reconnect" onClick={again} />}>
        Lost connection to these runs. {lost}
      </Notice>
    );
  }
  if (saving === 'failed' && problem) {
    return (
      <Notice {...NOTICE} role="status" actions={<Action label="Try again" onClick={saveAgain} />}>
        Your last change isn't saved: {problem.message}
      </Notice>
    );
  }
  if (saving !== 'conflict') return null;
  return (
    <Notice
      {...NOTICE}
      role="alert"
      actions={
        <>
          <Action
            label="Use the other version"
            loading={resolving === 'theirs'}
            onClick={() => resolve('theirs')}
          />
          <Action label="Keep mine" loading={resolving === 'mine'} onClick={() => resolve('mine')} />
        </>
      }
    >
      This comparison was also changed in another tab. Choose a version to continue saving.
    </Notice>
  );
}

const NOTICE = { tone: 'warn', className: 'mx-3 mt-2 shrink-0' } as const;

function Action({ label, ...rest }: { label: string; loading?: boolean; onClick: () => void }) {
  return (
    <Button {...rest} size="sm">
      {label}
    </Button>
  );
}
