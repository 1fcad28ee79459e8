import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';

export interface MoreRunsProps {
  /** While they come: "Loading more runs". */
  loading: string | false;
  error: Error | null;
  onRetry: () => void;
}

/** Under a list that goes on: that more is coming, or why not. */
export function MoreRuns({ loading, error, onRetry }: MoreRunsProps) {
  return (
    <>
      {loading && (
        <p role="status" className="flex items-center justify-center gap-2 py-3 text-xs text-ink-3">
          <Spinner /> {loading}
        </p>
      )}
      {error && (
        <p className="flex flex-col items-center gap-2 px-4 py-3 text-center text-xs text-ink-2">
          {error.message}
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </>
  );
}
