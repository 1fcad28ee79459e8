import type { Metadata } from 'next';
import Link from 'next/link';
import { PageMessage } from '@/components/shell/page-message';
import { buttonStyle } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <PageMessage
      title="Nothing at this address"
      actions={
        <Link href="/" className={buttonStyle('primary')}>
          Go to the playground
        </Link>
      }
    >
      <p>The page does not exist, or it belongs to another account.</p>
    </PageMessage>
  );
}
