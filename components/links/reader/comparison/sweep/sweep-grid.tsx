import { SWEEP_HEAD_STYLE, SweepRaster } from '@/components/compare/grid/sweep-raster';
import { CELL } from '@/components/compare/table/table-roles';
import { cx } from '@/components/ui/cx';
import { StatusDot } from '@/components/ui/status-dot';
import type { SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
import { type SharedPlaceOf, sharedPlaces } from '@/lib/links/model/shared-places';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { STATUS_WORDS } from '@/lib/runs/client/status-labels';
import { sharedAxisNames } from './axis-names';

/** Characters of a text in the grid; CSS cuts it to whole lines. */
const BEGINNING = 160;

/** The beginning of every text, each a link to the whole text. */
export function SweepGrid({ shared, sweep }: { shared: SharedComparison; sweep: SharedSweep }) {
  const places = sharedPlaces(shared);
  const names = sharedAxisNames(sweep);
  return (
    <SweepRaster
      role="table"
      aria-label="Start of each text"
      {...names}
      head={(along, at) => (
        <span className={SWEEP_HEAD_STYLE}>
          <span className="sr-only">{names[along]?.title} </span>
          {names[along]?.values[at]}
        </span>
      )}
      cell={(row, column) => (
        <td key={column} {...CELL} className="min-w-0 border-r border-b text-xs">
          {sweep.cells.map((cell, at) => {
            const place = cell.row === row && cell.column === column ? places[at] : undefined;
            return (
              place && <Beginning key={place.at} place={place} repeats={sweep.repeats} repeat={cell.repeat} />
            );
          })}
        </td>
      )}
    />
  );
}

function Beginning({
  place: { at, name, run, isRun },
  repeat,
  repeats,
}: {
  place: SharedPlaceOf;
  repeat: number;
  repeats: number;
}) {
  const number = repeats > 1 && (
    <span className="shrink-0 text-ink-3" aria-hidden="true">
      {repeat + 1}
    </span>
  );
  if (!isRun) {
    return (
      <p className="flex gap-2 px-2.5 py-1.5 text-ink-3">
        {number}
        Not run
      </p>
    );
  }
  const text = run.outputs?.[0]?.text;
  const { word, tone } = STATUS_WORDS[run.status];
  return (
    <a
      href={`#text-${at}`}
      aria-label={`${name}: full text`}
      className={cx('flex gap-2 px-2.5 py-1.5 -outline-offset-2 hover:bg-hover', repeat > 0 && 'border-t')}
    >
      {number}
      <span className={cx('min-w-0 font-mono wrap-anywhere', repeats > 1 ? 'line-clamp-2' : 'line-clamp-4')}>
        {run.status !== 'complete' && (
          <span className="mr-1.5 inline-flex items-center gap-1 font-sans text-ink-2">
            <StatusDot tone={tone} />
            {word}
          </span>
        )}
        {text === undefined ? (
          <span className="font-sans text-ink-3">{word}</span>
        ) : text === '' ? (
          <span className="font-sans text-ink-3">No text</span>
        ) : (
          visibleInline(text.trimStart().slice(0, BEGINNING)).replaceAll('␣', ' ')
        )}
      </span>
    </a>
  );
}
