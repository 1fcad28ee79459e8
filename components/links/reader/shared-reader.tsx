'use client';

import { CodeXml, GitFork, History, Scale } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { TokenTools } from './tokens/token-tools';
import { useTokensWhenLookedAt } from './tokens/use-tokens-when-looked-at';

const TokenLayer = lazy(async () => ({ default: (await import('./tokens/token-layer')).TokenLayer }));
const Player = lazy(async () => ({ default: (await import('./replay/player')).Player }));
const SharedCode = lazy(async () => ({ default: (await import('./code/shared-code')).SharedCode }));
const Rerun = lazy(async () => ({ default: (await import('./rerun/rerun')).Rerun }));

export interface SharedReaderProps {
  slug: string;
  /** What the link shares, of what there are tools for. */
  has: {
    readonly prompt: boolean;
    readonly outputs: boolean;
    readonly tokens: boolean;
    readonly pace: boolean;
  };
  /** The texts, complete as the server has drawn them. */
  children: ReactNode;
}

/** What a reader can do with a shared run. The texts are there without it; each tool is loaded when it is used. */
export function SharedReader({ slug, has, children }: SharedReaderProps) {
  const [open, setOpen] = useState<'replay' | 'code' | null>(null);
  const [rerun, setRerun] = useState(false);
  const texts = useRef<HTMLDivElement>(null);
  const layer = useTokensWhenLookedAt(texts, has.tokens);
  const replayButton = useRef<HTMLButtonElement>(null);

  const close = useCallback(() => setOpen(null), []);
  const closeReplay = useCallback(() => {
    setOpen(null);
    replayButton.current?.focus();
  }, []);

  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        <a href={`/?from=${encodeURIComponent(slug)}`} className={buttonStyle('primary')}>
          <GitFork aria-hidden="true" className="size-3.5" />
          Open in my playground
        </a>
        <div className="needs-script contents">
          {has.prompt && has.outputs && (
            <Button onClick={() => setRerun(true)} aria-expanded={rerun}>
              <Scale aria-hidden="true" className="size-3.5" />
              <span>
                Run again<span className="max-sm:sr-only"> and compare</span>
              </span>
            </Button>
          )}
          {has.pace && (
            <Button ref={replayButton} onClick={() => setOpen('replay')} aria-expanded={open === 'replay'}>
              <History aria-hidden="true" className="size-3.5" />
              Replay
            </Button>
          )}
          {has.prompt && (
            <Button onClick={() => setOpen('code')}>
              <CodeXml aria-hidden="true" className="size-3.5" />
              View code
            </Button>
          )}
        </div>
      </div>
      {has.tokens && <TokenTools />}
      <div ref={texts} className="flex min-w-0 flex-col gap-5">
        {children}
      </div>
      <Suspense fallback={null}>
        {layer && <TokenLayer slug={slug} tapped={layer.tapped} onFail={layer.onFail} />}
        {rerun && <Rerun slug={slug} />}
        {open === 'replay' && <Player slug={slug} onClose={closeReplay} />}
        {open === 'code' && <SharedCode slug={slug} onClose={close} />}
      </Suspense>
    </div>
  );
}
