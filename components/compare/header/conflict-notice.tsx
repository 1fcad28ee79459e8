'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { useCompareStore, usePlan, useSession } from '@/lib/compare/client/compare-context';
import { messageOf } from '@/lib/platform/client/http/api-error';

/** The plan was changed here and elsewhere at once: the user chooses which version stays. */
export function ConflictNotice() {
  const compareStore = useCompareStore();
  const saving = usePlan((view) => view.saving);
  const problem = usePlan((view) => view.problem);
  const lost = useSession((view) => view.lost);
  const again = useSession((view) => view.again);
  const [resolving, setResolving] = useState<'mine' | 'theirs' | null>(null);
  const resolveConflict = (how: 'mine' | 'theirs') => {
    setResolving(how);
    compareStore
      .resolveConflict(how)
      .catch((error: unknown) => toast(messageOf(error), { tone: 'bad' }))
      .finally(() => setResolving(null));
  };
  if (lost !== null) {
    return (
      <Notice
        tone="warn"
        role="alert"
        className="mx-3 mt-2 shrink-0"
        actions={
          again && (
            <Button size="sm" onClick={again}>
              Reconnect
            </Button>
          )
        }
      >
        Lost connection to these runs. {lost}
      </Notice>
    );
  }
  if (saving === 'failed' && problem) {
    return (
      <Notice
        tone="warn"
        role="status"
        className="mx-3 mt-2 shrink-0"
        actions={
          <Button size="sm" onClick={() => void compareStore.plan.save().catch(() => undefined)}>
            Try again
          </Button>
        }
      >
        Your last change isn't saved: {problem.message}
      </Notice>
    );
  }
  if (saving !== 'conflict') return null;
  return (
    <Notice
      tone="warn"
      role="alert"
      className="mx-3 mt-2 shrink-0"
      actions={
        <>
          <Button size="sm" loading={resolving === 'theirs'} onClick={() => resolveConflict('theirs')}>
            Use the other version
          </Button>
          <Button size="sm" loading={resolving === 'mine'} onClick={() => resolveConflict('mine')}>
            Keep mine
          </Button>
        </>
      }
    >
      This comparison was also changed in another tab. Choose a version to continue saving.
    </Notice>
  );
}
