import type { ReactNode } from 'react';
import { SettingsNav } from '@/components/shell/settings-nav';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-[960px] flex-1 flex-col gap-5 px-4 py-5 sm:py-8 wide:flex-row wide:gap-10">
      <SettingsNav />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {children}
      </main>
    </div>
  );
}
