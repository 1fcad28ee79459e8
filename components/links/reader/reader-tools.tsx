'use client';

import { CirclePlay, CodeXml, RotateCw, SquarePen } from 'lucide-react';
import type { Ref } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { DifferenceTools, type ShownDifferences } from './comparison/differences/difference-tools';

/** What there are tools for. */
export interface ReaderSubject {
  /** Null: the page is shown to its owner before there is a link; nothing on it can be pressed. */
  slug: string | null;
  kind: 'run' | 'comparison';
  /** The shared parts that there are tools for. */
  has: {
    readonly prompt: boolean;
    /** The number of runs with a text. */
    readonly outputs: number;
    readonly tokens: boolean;
    /** Some token has alternatives. */
    readonly alternatives: boolean;
    /** One run with alternatives and its settings: others can be tried. */
    readonly whatIf: boolean;
    readonly pace: boolean;
  };
}

export interface ReaderToolsProps extends ReaderSubject {
  /** Names of columns that can be compared with each other. */
  columns: readonly string[];
  differences: ShownDifferences;
  onDifferences: (shown: ShownDifferences) => void;
  rerun: boolean;
  onRerun: () => void;
  replay: boolean;
  onReplay: () => void;
  replayButton?: Ref<HTMLButtonElement>;
  onCode: () => void;
}

/** The buttons above a shared run or comparison. */
export function ReaderTools(props: ReaderToolsProps) {
  const { slug, kind, has, columns, differences, onDifferences } = props;
  const { rerun, onRerun, replay, onReplay, replayButton, onCode } = props;
  const fork = encodeURIComponent(slug ?? '');
  return (
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
          <Button onClick={onRerun} aria-expanded={rerun}>
            <RotateCw aria-hidden="true" className="size-3.5" />
            <span>
              Run again<span className="max-sm:sr-only"> and compare</span>
            </span>
          </Button>
        )}
        {has.pace && (
          <Button ref={replayButton} onClick={onReplay} aria-expanded={replay}>
            <CirclePlay aria-hidden="true" className="size-3.5" />
            Replay
          </Button>
        )}
        {kind === 'run' && has.prompt && (
          <Button onClick={onCode}>
            <CodeXml aria-hidden="true" className="size-3.5" />
            Code
          </Button>
        )}
        {columns.length > 1 && has.outputs > 1 && (
          <DifferenceTools names={columns} shown={differences} onChange={onDifferences} />
        )}
      </div>
    </div>
  );
}
