'use client';

import { CirclePlay, CodeXml, RotateCw, SquarePen } from 'lucide-react';
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
import {
  DifferenceTools,
  NO_DIFFERENCES,
  type ShownDifferences,
} from './comparison/differences/difference-tools';
import { TokenTools } from './tokens/token-tools';
import { useTokensWhenLookedAt } from './tokens/use-tokens-when-looked-at';

const TokenLayer = lazy(async () => ({ default: (await import('./tokens/token-layer')).TokenLayer }));
const Player = lazy(async () => ({ default: (await import('./replay/player')).Player }));
const SharedCode = lazy(async () => ({ default: (await import('./code/shared-code')).SharedCode }));
const Rerun = lazy(async () => ({ default: (await import('./rerun/rerun')).Rerun }));
const DifferenceLayer = lazy(async () => ({
  default: (await import('./comparison/differences/difference-layer')).DifferenceLayer,
}));

/** Opens the code of a column or cell; null where there is no request to show. */
const CodeContext = createContext<((at: number) => void) | null>(null);

/** Columns that can be compared with each other. */
export interface ReaderColumns {
  readonly names: readonly string[];
  /** The column that the served texts are compared with; null: none. */
  readonly served: number | null;
}

export interface SharedReaderProps {
  slug: string;
  kind: 'run' | 'comparison';
  columns?: ReaderColumns;
  /** The shared parts that there are tools for. */
  has: {
    readonly prompt: boolean;
    /** The number of runs with a text. */
    readonly outputs: number;
    readonly tokens: boolean;
    readonly pace: boolean;
  };
  /** All that is shared, fully drawn by the server. */
  children: ReactNode;
}

/** The reader's tools. Everything can be read without them; each is loaded when it is used. */
export function SharedReader({ slug, kind, columns = NO_COLUMNS, has, children }: SharedReaderProps) {
  const [replay, setReplay] = useState(false);
  const [rerun, setRerun] = useState(false);
  const [code, setCode] = useState<number | null>(null);
  const [differences, setDifferences] = useState<ShownDifferences>({
    ...NO_DIFFERENCES,
    reference: columns.served,
  });
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
  // A text that a script draws loses the marks that the server sent with it.
  const live = isChosen || replay || layer !== null;
  if (live && !isChosen) setChosen(true);
  const openCode = useMemo(() => (has.prompt ? setCode : null), [has.prompt]);
  const fork = encodeURIComponent(slug);

  return (
    <CodeContext value={openCode}>
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <a
            href={kind === 'run' ? `/?from=${fork}` : `/compare?shared=${fork}`}
            className={buttonStyle('primary')}
          >
            <SquarePen aria-hidden="true" className="size-3.5" />
            Open in my playground
          </a>
          <div className="needs-script contents">
            {kind === 'run' && has.prompt && has.outputs > 0 && (
              <Button onClick={() => setRerun(true)} aria-expanded={rerun}>
                <RotateCw aria-hidden="true" className="size-3.5" />
                <span>
                  Run again<span className="max-sm:sr-only"> and compare</span>
                </span>
              </Button>
            )}
            {has.pace && (
              <Button ref={replayButton} onClick={() => setReplay(true)} aria-expanded={replay}>
                <CirclePlay aria-hidden="true" className="size-3.5" />
                Replay
              </Button>
            )}
            {kind === 'run' && has.prompt && (
              <Button onClick={() => setCode(0)}>
                <CodeXml aria-hidden="true" className="size-3.5" />
                View code
              </Button>
            )}
            {columns.names.length > 1 && has.outputs > 1 && (
              <DifferenceTools
                names={columns.names}
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
          {rerun && <Rerun slug={slug} />}
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

const NO_COLUMNS: ReaderColumns = { names: [], served: null };

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
