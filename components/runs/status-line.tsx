'use client';

import { ChevronDown } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useId, useMemo, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { StatusDot } from '@/components/ui/status-dot';
import { Tooltip } from '@/components/ui/tooltip';
import { onDemand, useOnDemand } from '@/lib/platform/client/on-demand';
import { hasAnswerDetails } from '@/lib/runs/client/has-answer-details';
import { runFigures } from '@/lib/runs/client/run-metrics';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive, type RunView } from '@/lib/runs/client/run-view';
import { statusLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { choiceEnding } from '@/lib/runs/model/choice-ending';
import { formatCount, formatMs, formatRate, type TokenCount } from '@/lib/runs/model/run-figures';
import { StatusFrame } from './status-frame';
import { useNow } from './use-now';

const loadReceipt = () => import('./receipt-panel');
// Needed at the end of a run, and loaded at its beginning.
const receiptCode = onDemand(() => import('@/lib/runs/model/receipt'));
const loadDetails = () => import('./answer-details');
const AnswerDetails = lazy(async () => ({ default: (await loadDetails()).AnswerDetails }));
const CostText = lazy(async () => ({ default: (await import('./cost-text')).CostText }));
const ReceiptPanel = lazy(async () => ({ default: (await loadReceipt()).ReceiptPanel }));

export interface StatusLineProps {
  /** Null while a run is being opened. */
  store: RunStore | null;
  /** False where the receipt is shown elsewhere. */
  withReceipt?: boolean;
}

/** Under the output: the run's status and figures, with a collapsible receipt. */
export function StatusLine({ store, withReceipt = true }: StatusLineProps) {
  const view = useRunView(store, (current) => current);
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const code = useOnDemand(receiptCode, withReceipt ? store : null);
  const ended = view?.phase === 'ended';
  // Null while there is nothing to say: the run is going, or no answer came that could show anything.
  const lines = useMemo(() => {
    if (!store || !ended || !withReceipt || !code) return null;
    const { request, retries } = store.view().startRequest;
    const all = code.receipt(request, store.state, retries ?? undefined);
    const { attempts, response } = store.state;
    return code.isConclusive(all) || attempts.length > 0 || response?.raw !== undefined ? all : null;
  }, [store, ended, withReceipt, code]);
  // A parameter that was not sent cannot fail.
  const broken = lines?.filter((line) => line.honoured === 'no' && line.sent !== null).length ?? 0;
  const withRequest = ended === true && code !== null && lines === null;
  // More than the usual figures would not fit into one line as early as they do.
  const isLong =
    store !== null &&
    view !== null &&
    (hasMoreFigures(store, view) ||
      broken > 0 ||
      (withRequest && view.choices.some((choice) => choice.hasText)));
  return (
    <>
      {open && lines && view && (
        // Rendered at once, even before its code has loaded: the button refers to it.
        <section
          id={panelId}
          ref={focusableScroller}
          aria-label="What was applied"
          className="max-h-[45%] min-h-0 shrink-0 overflow-y-auto border-t border-line bg-surface px-4 py-2 text-xs -outline-offset-2"
        >
          <Suspense fallback={null}>
            <ReceiptPanel lines={lines} attempts={view.attempts} requestId={requestIdOf(view)} />
            {store && hasAnswerDetails(store.state) && (
              <div className="mt-2 border-t border-line pt-2">
                <AnswerDetails state={store.state} startRequest={view.startRequest} />
              </div>
            )}
          </Suspense>
        </section>
      )}
      <StatusFrame isLong={isLong}>
        {store && view ? (
          <RunStatus store={store} view={view} isLong={isLong} withRequest={withRequest} />
        ) : (
          'Loading run'
        )}
        {lines && (
          <Tooltip content="Which parameters the server applied">
            <button
              type="button"
              aria-expanded={open}
              aria-controls={open ? panelId : undefined}
              onPointerEnter={() => void loadReceipt()}
              onFocus={() => void loadReceipt()}
              onClick={() => setOpen(!open)}
              className={cx(
                // Above the figures: on a touch screen it reaches into their line.
                'relative ml-auto inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:-my-1.5 pointer-coarse:h-10',
                isLong ? '@4xl:order-last' : '@min-[830px]:order-last',
              )}
            >
              What was applied
              {broken > 0 && <span className="text-warn">· {broken} not applied</span>}
              <ChevronDown
                aria-hidden="true"
                className={cx('size-3.5 transition-transform', open && 'rotate-180')}
              />
            </button>
          </Tooltip>
        )}
      </StatusFrame>
    </>
  );
}

interface RunStatusProps {
  store: RunStore;
  view: RunView;
  /** It takes a second line sooner. */
  isLong: boolean;
  /** The request's id is not in a receipt, so it has its place here on every screen. */
  withRequest: boolean;
}

function RunStatus({ store, view, isLong, withRequest }: RunStatusProps) {
  const live = isLive(view);
  const now = useNow(live, 200);
  const { label, tone } = statusLabel(view);
  const figures = runFigures(view, store.state, live ? now : Date.now());
  const only = view.choices.length === 1 ? view.choices[0] : undefined;
  const ending = only ? choiceEnding(view.startRequest.request, only) : null;
  const requestId = requestIdOf(view);
  return (
    <>
      {/* As wide as its longest word, and as high as what comes beside it at the end: the figures stay where they are. */}
      <span
        className={cx(
          'inline-flex h-6 shrink-0 items-center gap-1.5 font-medium whitespace-nowrap text-ink-2',
          isLong ? '@4xl:min-w-35' : '@min-[830px]:min-w-35',
        )}
      >
        <StatusDot tone={tone} className={live ? 'animate-pulse' : undefined} />
        {view.phase === 'retrying' && !view.stopping ? (
          <NextAttempt view={view} now={now} fallback={label} />
        ) : (
          label
        )}
      </span>
      {ending && (
        <span
          className={cx(
            'min-w-16 flex-1 basis-0 truncate',
            // After the figures where there is one line, since it comes last; whole: a figure that has no space wraps.
            isLong
              ? '@4xl:order-last @4xl:ml-auto @4xl:max-w-1/2 @4xl:flex-none'
              : '@min-[830px]:order-last @min-[830px]:ml-auto @min-[830px]:max-w-1/2 @min-[830px]:flex-none',
          )}
          title={ending.full}
        >
          {ending.short}
        </span>
      )}
      <dl
        className={cx(
          'order-last flex basis-full flex-wrap items-center gap-x-3 gap-y-0.5 whitespace-nowrap',
          isLong ? '@4xl:order-none @4xl:basis-auto' : '@min-[830px]:order-none @min-[830px]:basis-auto',
        )}
      >
        {/* In the order in which they come, so that none moves another one. */}
        {figures.durationMs !== null && view.phase !== 'refused' && (
          <Figure name="Time">
            <span className="min-w-11">{formatMs(figures.durationMs)}</span>
          </Figure>
        )}
        {figures.firstTextMs !== null && (
          // The other figures fill the line of a phone.
          <Figure name="First token" title={ABOUT_FIRST_TOKEN} className="hidden @min-[400px]:inline-flex">
            {formatMs(figures.firstTextMs)}
          </Figure>
        )}
        {/* What a server counts without a text only ends it: that has no speed. */}
        {figures.tokensPerSecond !== null && view.choices.some(({ hasText }) => hasText) && (
          <Figure name="Speed" quiet>
            <span className="min-w-20">{formatRate(figures.tokensPerSecond)} tokens/s</span>
          </Figure>
        )}
        {figures.promptTokens && view.phase !== 'refused' && (figures.firstTextMs !== null || !live) && (
          <Figure name="In">
            <Tokens count={figures.promptTokens} part={figures.cachedTokens} name="cached" />
          </Figure>
        )}
        {figures.completionTokens && (
          <Figure name="Out">
            <Tokens count={figures.completionTokens} part={figures.reasoningTokens} name="reasoning" />
          </Figure>
        )}
        {figures.cost && (
          <Figure name="Cost">
            <Suspense fallback={null}>
              <CostText cost={figures.cost} />
            </Suspense>
          </Figure>
        )}
        {requestId && (
          <Figure name="Request" className={withRequest ? undefined : 'hidden @6xl:inline-flex'}>
            <span className="inline-block max-w-24 truncate align-bottom font-mono" title={requestId}>
              {requestId}
            </span>
            <CopyButton text={requestId} label="Copy request ID" />
          </Figure>
        )}
      </dl>
    </>
  );
}

function hasMoreFigures(store: RunStore, view: RunView): boolean {
  const { cost, cachedTokens, reasoningTokens } = runFigures(view, store.state, 0);
  return cost !== null || cachedTokens !== null || reasoningTokens !== null;
}

function requestIdOf({ response, error }: RunView): string | null {
  return response?.requestId ?? error?.requestId ?? null;
}

/** `194 (100 cached)`; without its part where the line has no room: the details have it. */
function Tokens({ count, part, name }: { count: TokenCount; part: number | null; name: string }) {
  return (
    <>
      {formatCount(count)}
      {part !== null && (
        <span className="whitespace-pre @4xl:hidden @6xl:inline">{` (${part.toLocaleString('en')} ${name})`}</span>
      )}
    </>
  );
}

/** For example: 429, trying again in 2.1 s, attempt 2. */
function NextAttempt({ view, now, fallback }: { view: RunView; now: number; fallback: string }) {
  const last = view.attempts.at(-1);
  if (!last || view.retryAt === null) return fallback;
  const seconds = Math.max(0, (view.retryAt - now) / 1000).toFixed(1);
  return `${last.error.status ?? last.error.message}, retrying in ${seconds} s, attempt ${last.number + 1}`;
}

const ABOUT_FIRST_TOKEN = 'From the start of the run to its first text, measured by the playground';

interface FigureProps {
  name: string;
  title?: string;
  /** The unit says it as well, so narrow screens leave out the name. */
  quiet?: boolean;
  className?: string;
  children: ReactNode;
}

function Figure({ name, title, quiet = false, className, children }: FigureProps) {
  return (
    <div title={title} className={cx('items-center gap-1', className ?? 'inline-flex')}>
      <dt className={quiet ? 'sr-only @6xl:not-sr-only' : undefined}>{name}</dt>
      <dd className="inline-flex items-center text-ink-2">{children}</dd>
    </div>
  );
}
