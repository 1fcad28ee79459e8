import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';

export interface ListStatusProps {
  /** The name of the items: "connections". */
  what: string;
  isPending: boolean;
  error: Error | null;
  onRetry: () => void;
}

/** Replaces a list that is still loading or failed to load. */
export function ListStatus({ what, isPending, error, onRetry }: ListStatusProps) {
  return (
    <>
      {error && (
        <Notice
          tone="bad"
          role="alert"
          actions={
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          }
        >
          {error.message}
        </Notice>
      )}
      {isPending && (
        <p role="status" className="flex items-center gap-2 py-3 text-ink-2">
          <Spinner /> Loading {what}
        </p>
      )}
    </>
  );
}
