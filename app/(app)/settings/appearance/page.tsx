import type { Metadata } from 'next';
import { AppearanceScreen } from '@/components/shell/appearance-screen';

export const metadata: Metadata = { title: 'Appearance' };

export default function AppearancePage() {
  return <AppearanceScreen />;
}
