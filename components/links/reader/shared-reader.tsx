'use client';

import { CodeXml } from 'lucide-react';
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
import { WhatIfPlace } from '@/components/runs/what-if/what-if-place';
import { IconButton } from '@/components/ui/icon-button';
import { NO_DIFFERENCES, type ShownDifferences } from './comparison/differences/difference-tools';
import { type ReaderSubject, ReaderTools } from './reader-tools';
import { StillContext } from './still';
import { TokenTools } from './tokens/token-tools';
import { useTokensWhenLookedAt } from './tokens/use-tokens-when-looked-at';

const TokenLayer = lazy(async () => ({ default: (await import('./tokens/token-layer')).TokenLayer }));
const SharedWhatIf = lazy(async () => ({
  default: (await import('./tokens/shared-what-if')).SharedWhatIf,
}));
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

export interface SharedReaderProps extends ReaderSubject {
  columns?: ReaderColumns;
  /** All that is shared, fully drawn by the server. */
  children: ReactNode;
}

/** What is shared, below the reader's tools. */
export function SharedReader({ slug, ...props }: SharedReaderProps) {
  return slug === null ? <StillReader {...props} /> : <LiveReader slug={slug} {...props} />;
}

/** Looks like the page that readers get. */
function StillReader({ kind, columns = NO_COLUMNS, has, children }: Omit<SharedReaderProps, 'slug'>) {
  return (
    <StillContext value={true}>
      <CodeContext value={has.prompt ? ignore : null}>
        <div className="flex min-w-0 flex-col gap-5">
          <div inert className="flex flex-col gap-5 opacity-55">
            <ReaderTools
              slug={null}
              kind={kind}
              has={has}
              columns={columns.names}
              differences={{ ...NO_DIFFERENCES, reference: columns.served }}
              onDifferences={ignore}
              rerun={false}
              onRerun={ignore}
              replay={false}
              onReplay={ignore}
              onCode={ignore}
            />
            {has.tokens && <TokenTools alternatives={has.alternatives} />}
          </div>
          <div className="flex min-w-0 flex-col gap-5">{children}</div>
        </div>
      </CodeContext>
    </StillContext>
  );
}

function ignore(): void {}

interface LiveReaderProps extends SharedReaderProps {
  slug: string;
}

/** Everything can be read without the tools; each is loaded when it is used. */
function LiveReader({ slug, kind, columns = NO_COLUMNS, has, children }: LiveReaderProps) {
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

  return (
    <CodeContext value={openCode}>
      <div className="flex min-w-0 flex-col gap-5">
        <ReaderTools
          slug={slug}
          kind={kind}
          has={has}
          columns={columns.names}
          differences={differences}
          onDifferences={(next) => {
            setChosen(true);
            setDifferences(next);
          }}
          rerun={rerun}
          onRerun={() => setRerun(true)}
          replay={replay}
          onReplay={() => setReplay(true)}
          replayButton={replayButton}
          onCode={() => setCode(0)}
        />
        {has.tokens && (
          <TokenTools alternatives={has.alternatives}>
            {has.whatIf && (
              <Suspense fallback={<WhatIfPlace />}>
                {layer ? <SharedWhatIf slug={slug} onFail={layer.onFail} /> : <WhatIfPlace />}
              </Suspense>
            )}
          </TokenTools>
        )}
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
export function ColumnCode({ at, name }: { at: number; name: string }) {
  const open = useContext(CodeContext);
  const still = useContext(StillContext);
  if (open === null) return null;
  return (
    <span className="needs-script ml-auto shrink-0 print:hidden">
      <IconButton size="sm" label={`Code for ${name}`} word="Code" disabled={still} onClick={() => open(at)}>
        <CodeXml aria-hidden="true" />
      </IconButton>
    </span>
  );
}
