import { PageMessage } from '@/components/shell/page-message';
import { buttonStyle } from '@/components/ui/button';

/** Seen only when a link closes between the two look-ups; otherwise proxy.ts has already answered. */
export default function LinkNotFound() {
  return (
    <PageMessage
      title="Link not found"
      actions={
        <a href="/" className={buttonStyle('primary')}>
          Go to the playground
        </a>
      }
    >
      <p>It may have been revoked or expired, or part of its address is missing.</p>
    </PageMessage>
  );
}
