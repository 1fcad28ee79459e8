import type { Metadata } from 'next';
import { AccountScreen } from '@/components/accounts/account-screen';

export const metadata: Metadata = { title: 'Account' };

export default function AccountPage() {
  return <AccountScreen />;
}
