'use client';

import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import { useConnections } from '@/lib/connections/client/connection-list';

const load = () => import('./score-now');

/** Beside Run: scores the prompt instead of continuing it. */
export function ScoreButton({ className }: { className?: string }) {
  const { connections } = useConnections();
  return (
    // Above, as that of Run: below are the buttons of the output.
    <Tooltip side="top" content="Scores the prompt instead of continuing it: shows how likely each token is.">
      <Button
        className={className}
        aria-label="Score this text"
        onClick={() =>
          load().then(
            ({ scoreNow }) => scoreNow(connections),
            () => toast("Couldn't load this. Check your network.", { tone: 'bad' }),
          )
        }
      >
        Score
      </Button>
    </Tooltip>
  );
}
