'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import type { TokenControlsProps } from '@/components/runs/token-controls';
import { cx } from '@/components/ui/cx';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useCurrentRun, useCurrentStore } from '@/lib/playground/client/run-controller';
import type { RunStore } from '@/lib/runs/client/run-store';

// Only for runs with probabilities. If it fails to load, the text can still be read.
const TokenControls = lazy(async (): Promise<{ default: ComponentType<TokenControlsProps> }> => {
  const loaded = await import('@/components/runs/token-controls').catch(() => null);
  return { default: loaded?.TokenControls ?? (() => null) };
});

// Loaded with the first run. If it fails to load, the output can still be read.
const OutputTools = lazy(async (): Promise<{ default: ComponentType<{ store: RunStore }> }> => {
  const loaded = await import('./output-tools').catch(() => null);
  return { default: loaded?.OutputTools ?? (() => null) };
});

/** Above the output: its heading, and actions on all of it. */
export function OutputHeader() {
  const store = useCurrentStore();
  const model = useCurrentRun((view) => view?.response?.model ?? view?.startRequest.request.model ?? '');
  const connection = useCurrentRun((view) => view?.startRequest.connectionName ?? '');
  const withTokens = useCurrentRun(
    (view) =>
      view?.startRequest.request.logprobs !== undefined ||
      (view?.choices.some((choice) => choice.hasTokens) ?? false),
  );
  const sendsLogprobs = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  return (
    <header className="@container flex min-h-9 shrink-0 flex-wrap items-center gap-x-1 border-b border-line py-0.5 pr-2 pl-4 pointer-coarse:min-h-11 wide:flex-nowrap keyboard:in-data-editing:hidden">
      {/* As high as the actions, which load after it. */}
      <h2
        className={cx(
          'min-h-6 shrink-0 content-center text-xs font-medium text-ink-2 pointer-coarse:min-h-10',
          // The legend is whole, and takes its place where both have none.
          withTokens && 'phone:sr-only wide:@max-[660px]:sr-only',
        )}
      >
        Output
      </h2>
      <p
        className={cx(
          'whole-parts h-5 flex-1 pl-2 text-xs whitespace-pre text-ink-3 *:leading-5',
          withTokens && 'phone:hidden',
        )}
      >
        <span className="font-mono">{model}</span>
        {connection && connection !== model && (
          <span>
            {model && ' · '}
            {connection}
          </span>
        )}
      </p>
      {withTokens && (
        // In a narrow pane on a line of their own, below the actions, whose height is there before they are. On a phone
        // only the legend, in the place of the heading.
        <div className="flex min-w-0 items-center justify-end not-phone:max-wide:order-last not-phone:max-wide:min-h-8 not-phone:max-wide:basis-full not-phone:pointer-coarse:max-wide:min-h-10 phone:flex-1">
          <Suspense fallback={null}>
            <TokenControls
              store={store}
              isFolded
              onTurnOff={sendsLogprobs ? () => sendParameter('logprobs', false) : undefined}
            />
          </Suspense>
        </div>
      )}
      {store && (
        <Suspense fallback={null}>
          <OutputTools store={store} />
        </Suspense>
      )}
    </header>
  );
}
