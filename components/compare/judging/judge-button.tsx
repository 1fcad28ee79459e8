'use client';

import { Scale } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useVotes } from '@/lib/compare/client/votes';

const loadDialog = () => import('./judge-dialog');
const JudgeDialog = lazy(async () => ({ default: (await loadDialog()).JudgeDialog }));

/** Opens blind judging and shows past votes. `chosen`: the outputs that the user picked. */
export function JudgeButton({ chosen }: { chosen?: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const { votes } = useVotes();
  const preload = () => void loadDialog();
  return (
    <>
      <Button
        variant="ghost"
        aria-label={
          votes.length === 0
            ? 'Blind vote'
            : `Blind vote, ${votes.length} ${votes.length === 1 ? 'vote' : 'votes'}`
        }
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen(true)}
        // There it is in the menu, in words.
        className="px-2 pointer-coarse:hidden"
      >
        <Scale aria-hidden="true" className="size-4" />
        <span className="max-[1200px]:hidden">Blind vote</span>
        {votes.length > 0 && <span className="text-2xs text-ink-3 tabular-nums">{votes.length}</span>}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <JudgeDialog chosen={chosen ?? null} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
