import type { ReactNode } from 'react';

/** A page with one message: not found, or failed. */
export function PageMessage({
  title,
  actions,
  children,
}: {
  title: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex flex-1 flex-col items-start gap-3 px-4 py-[12vh] outline-none sm:pl-[12vw]"
    >
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="max-w-[56ch] space-y-2 text-base text-ink-2">{children}</div>
      <div className="mt-2 flex flex-wrap gap-2">{actions}</div>
    </main>
  );
}
