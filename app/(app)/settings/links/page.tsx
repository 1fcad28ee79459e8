import type { Metadata } from 'next';
import { LinksScreen } from '@/components/links/owned/links-screen';

export const metadata: Metadata = { title: 'My links' };

export default function LinksPage() {
  return <LinksScreen />;
}
