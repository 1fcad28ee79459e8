'use client';

import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import { useConnections } from '@/lib/connections/client/connection-list';

const load = () => import('./score-now');

/** Scores the prompt instead of continuing it. */
export function ScoreButton() {
  const { connections } = useConnections();
  return (
    <Tooltip content="Scores the prompt instead of continuing it: how likely is each token?">
      <Button
        size="sm"
        variant="ghost"
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
