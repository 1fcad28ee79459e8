import { buttonStyle } from '@/components/ui/button';
import { PageMessage } from './page-message';

export function NotFoundMessage() {
  return (
    <PageMessage
      title="Nothing at this address"
      actions={
        <a href="/" className={buttonStyle('primary')}>
          Go to the playground
        </a>
      }
    >
      <p>The page does not exist, or it belongs to another account.</p>
    </PageMessage>
  );
}
