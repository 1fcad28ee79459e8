'use client';

import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { PageMessage } from './page-message';

export interface ErrorMessageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page of the app that failed. */
export function ErrorMessage({ error, reset }: ErrorMessageProps) {
  return (
    <PageMessage
      title="Something went wrong on this page"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <Link href="/" className={buttonStyle()}>
            Go to the playground
          </Link>
        </>
      }
    >
      <p>Your draft is saved in this browser and your runs on the server. Runs in progress continue.</p>
      {error.digest && (
        <p className="text-sm text-ink-3">
          Details are in the server log under <code className="font-mono">{error.digest}</code>.
        </p>
      )}
    </PageMessage>
  );
}
