'use client';

import { CodeXml, GitFork, History } from 'lucide-react';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { TokenTools } from '../tokens/token-tools';
import { useTokensWhenLookedAt } from '../tokens/use-tokens-when-looked-at';
import { DifferenceTools, NO_DIFFERENCES, type ShownDifferences } from './differences/difference-tools';

const TokenLayer = lazy(async () => ({ default: (await import('../tokens/token-layer')).TokenLayer }));
const Player = lazy(async () => ({ default: (await import('../replay/player')).Player }));
const SharedCode = lazy(async () => ({ default: (await import('../code/shared-code')).SharedCode }));
const DifferenceLayer = lazy(async () => ({
  default: (await import('./differences/difference-layer')).DifferenceLayer,
}));

/** Opens the code of a place; null where nothing is known that could be asked. */
const CodeContext = createContext<((at: number) => void) | null>(null);

export interface ComparisonReaderProps {
  slug: string;
  /** Of the columns; none of a sweep. */
  names: readonly string[];
  /** The column that the texts are compared with as they were sent; null: with none. */
  served: number | null;
  /** What the link shares, of what there are tools for. */
  has: {
    readonly prompt: boolean;
    /** How many places have a text. */
    readonly outputs: number;
    readonly tokens: boolean;
    readonly pace: boolean;
  };
  /** Table and texts, complete as the server has drawn them. */
  children: ReactNode;
}

/** What a reader can do with a shared comparison. All of it is there without; each tool is loaded when it is used. */
export function ComparisonReader({ slug, names, served, has, children }: ComparisonReaderProps) {
  const [replay, setReplay] = useState(false);
  const [code, setCode] = useState<number | null>(null);
  const canDiffer = names.length > 1 && has.outputs > 1;
  const [differences, setDifferences] = useState<ShownDifferences>({ ...NO_DIFFERENCES, reference: served });
  const [isChosen, setChosen] = useState(false);
  const texts = useRef<HTMLDivElement>(null);
  const layer = useTokensWhenLookedAt(texts, has.tokens);
  const replayButton = useRef<HTMLButtonElement>(null);
  const closeReplay = useCallback(() => {
    setReplay(false);
    replayButton.current?.focus();
  }, []);
  const closeCode = useCallback(() => setCode(null), []);
  const failDifferences = useCallback(() => setDifferences(NO_DIFFERENCES), []);
  // Who takes a text into their hands takes the marks out of it that it was sent with.
  const live = isChosen || replay || layer !== null;
  if (live && !isChosen) setChosen(true);
  const openCode = useMemo(() => (has.prompt ? setCode : null), [has.prompt]);

  return (
    <CodeContext value={openCode}>
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <a href={`/compare?shared=${encodeURIComponent(slug)}`} className={buttonStyle('primary')}>
            <GitFork aria-hidden="true" className="size-3.5" />
            Open in my playground
          </a>
          <div className="needs-script contents">
            {has.pace && (
              <Button ref={replayButton} onClick={() => setReplay(true)} aria-expanded={replay}>
                <History aria-hidden="true" className="size-3.5" />
                Replay
              </Button>
            )}
            {canDiffer && (
              <DifferenceTools
                names={names}
                shown={differences}
                onChange={(next) => {
                  setChosen(true);
                  setDifferences(next);
                }}
              />
            )}
          </div>
        </div>
        {has.tokens && <TokenTools />}
        <div
          ref={texts}
          data-differences={live ? 'chosen' : 'served'}
          className="flex min-w-0 flex-col gap-5"
        >
          {children}
        </div>
        <Suspense fallback={null}>
          {layer && <TokenLayer slug={slug} tapped={layer.tapped} onFail={layer.onFail} />}
          {replay && <Player slug={slug} onClose={closeReplay} />}
          {code !== null && <SharedCode slug={slug} at={code} onClose={closeCode} />}
          {live && differences.reference !== null && !replay && (
            <DifferenceLayer slug={slug} shown={differences} onFail={failDifferences} />
          )}
        </Suspense>
      </div>
    </CodeContext>
  );
}

/** The request of one column as code. */
export function ViewCode({ at, name }: { at: number; name: string }) {
  const open = useContext(CodeContext);
  if (open === null) return null;
  return (
    <span className="needs-script ml-auto shrink-0 print:hidden">
      <IconButton size="sm" label={`View code of ${name}`} onClick={() => open(at)}>
        <CodeXml aria-hidden="true" />
      </IconButton>
    </span>
  );
}
