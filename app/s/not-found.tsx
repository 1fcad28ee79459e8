import { PageMessage } from '@/components/shell/page-message';
import { buttonStyle } from '@/components/ui/button';

/** Seen only when a link closes between the two look-ups; otherwise proxy.ts has already answered. */
export default function LinkNotFound() {
  return (
    <PageMessage
      title="There is nothing at this link"
      actions={
        <a href="/" className={buttonStyle('primary')}>
          Go to the playground
        </a>
      }
    >
      <p>It was closed, or a part of its address got lost on the way.</p>
    </PageMessage>
  );
}
