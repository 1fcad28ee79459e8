import { buttonStyle } from '@/components/ui/button';
import { PageMessage } from './page-message';

export function NotFoundMessage() {
  return (
    <PageMessage
      title="Page not found"
      actions={
        <a href="/" className={buttonStyle('primary')}>
          Go to the playground
        </a>
      }
    >
      <p>This page doesn't exist or belongs to another account.</p>
    </PageMessage>
  );
}
