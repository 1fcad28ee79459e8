import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';

export interface ListStatusProps {
  /** What is listed: "connections". */
  what: string;
  isPending: boolean;
  error: Error | null;
  onRetry: () => void;
}

/** What stands where a list is still to come, or did not come. */
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
