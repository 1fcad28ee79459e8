'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useViewer } from '@/lib/accounts/client/viewer';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { signInWithProvider } from '@/lib/platform/client/http/sign-in';

/** One button for each outside provider that this server has. `next` is a path of this site. */
export function ProviderButtons({ next }: { next: string }) {
  const { site } = useViewer();
  const leave = useMutation({ mutationFn: (provider: string) => signInWithProvider(provider, next) });
  if (site.providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {site.providers.map((provider) => (
        <Button
          key={provider.id}
          loading={leave.isPending && leave.variables === provider.id}
          onClick={() => leave.mutate(provider.id)}
        >
          Continue with {provider.label}
        </Button>
      ))}
      {leave.error && (
        <Notice tone="bad" role="alert">
          {leave.error.message}
        </Notice>
      )}
    </div>
  );
}
