'use client';

import { FileText, RotateCw } from 'lucide-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { PromptToggle } from '@/components/runs/prompt-toggle';
import type { TokenControlsProps } from '@/components/runs/token-controls';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { regenerate, useCurrentRun, useCurrentStore } from '@/lib/playground/client/run-controller';
import { hasPromptAround } from '@/lib/runs/client/prompt-around';
import { allText } from '@/lib/runs/client/run-text';
import { isLive } from '@/lib/runs/client/run-view';
import { usePlaygroundSlots } from '../playground-slots';
import { ChoiceActions, UndoAppendButton } from './output-actions';
import type { OutputMoreProps } from './output-more';

// Only for runs with probabilities. If it fails to load, the text can still be read.
const TokenControls = lazy(async (): Promise<{ default: ComponentType<TokenControlsProps> }> => {
  const loaded = await import('@/components/runs/token-controls').catch(() => null);
  return { default: loaded?.TokenControls ?? (() => null) };
});

// Shown on touch screens only, and not before there is an output.
const OutputMore = lazy(async (): Promise<{ default: ComponentType<OutputMoreProps> }> => {
  const loaded = await import('./output-more').catch(() => null);
  return { default: loaded?.OutputMore ?? (() => null) };
});

/** Above the output: its heading, and actions on all of it. */
export function OutputHeader() {
  const store = useCurrentStore();
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const count = useCurrentRun((view) => view?.choices.length ?? 0);
  const hasText = useCurrentRun((view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const model = useCurrentRun((view) => view?.response?.model ?? view?.startRequest.request.model ?? '');
  const connection = useCurrentRun((view) => view?.startRequest.connectionName ?? '');
  const joinable = useCurrentRun((view) => view !== null && hasPromptAround(view.startRequest.request));
  const showsPrompt = joinable && (hasText || live);
  const runId = useCurrentRun((view) => view?.runId ?? null);
  const withTokens = useCurrentRun(
    (view) =>
      view?.startRequest.request.logprobs !== undefined ||
      (view?.choices.some((choice) => choice.hasTokens) ?? false),
  );
  const endedId = useCurrentRun((view) => (view?.phase === 'ended' ? view.runId : null));
  const { share } = usePlaygroundSlots();
  const press = usePress(live ? 'busy' : 'regenerate', (meaning) => meaning === 'regenerate' && regenerate());
  return (
    <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-1 border-b border-line py-0.5 pr-2 pl-4 pointer-coarse:min-h-11 wide:flex-nowrap">
      <h2 className="text-xs font-medium text-ink-2">Output</h2>
      <p className="min-w-0 flex-1 truncate pl-2 text-xs text-ink-3">
        <span className="font-mono">{model}</span>
        {connection && connection !== model && (
          <span>
            {model && ' · '}
            {connection}
          </span>
        )}
      </p>
      {withTokens && (
        // In a narrow pane on a line of their own, below the actions.
        <div className="flex min-w-0 items-center justify-between max-wide:order-last max-wide:basis-full max-wide:py-1">
          <Suspense fallback={null}>
            <TokenControls store={store} />
          </Suspense>
        </div>
      )}
      {store && (
        // In a very narrow pane these wrap to a line of their own.
        <div className="ml-auto flex shrink-0 items-center gap-1">
          <UndoAppendButton />
          <span className="flex items-center gap-1 pointer-coarse:hidden">
            {showsPrompt && <PromptToggle />}
            <IconButton
              size="sm"
              label="Regenerate"
              shortcut="mod+shift+enter"
              // Not disabled: the press that starts the run would then lose the focus.
              aria-disabled={live || undefined}
              {...press}
            >
              <RotateCw aria-hidden="true" />
            </IconButton>
            {runId !== null && (
              <Tooltip content="Open run details">
                <Link
                  href={`/history/${runId}`}
                  prefetch={false}
                  aria-label="Open run details"
                  className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-2 transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-10"
                >
                  <FileText aria-hidden="true" className="size-3.5" />
                </Link>
              </Tooltip>
            )}
          </span>
          {count === 1 ? (
            <ChoiceActions store={store} index={0} disabled={!hasText} name="completion" />
          ) : (
            <CopyButton text={() => allText(store.state)} label="Copy all" disabled={!hasText} />
          )}
          {share(endedId)}
          <Suspense fallback={null}>
            <OutputMore live={live} joinable={showsPrompt} runId={runId} />
          </Suspense>
        </div>
      )}
    </header>
  );
}
