import { OtherForms } from '../other-forms';
import '@/components/compare/table/table.css';
import './comparison.css';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { paceOfShared, runsOfShared, sharedPlaces } from '@/lib/links/model/shared-places';
import { comparedInWords, sharedModels, sharedTitle } from '@/lib/links/model/shared-words';
import { ReadText } from '../read-text';
import { WithheldNote } from '../withheld-note';
import { ColumnsView } from './columns-view';
import { ComparisonReader } from './comparison-reader';
import { servedDifferences } from './differences/served-differences';
import { SweepView } from './sweep/sweep-view';

export interface SharedComparisonViewProps {
  slug: string;
  shared: SharedComparison;
  /** What the charts of a sweep show; null: whatever there is. */
  measure: string | null;
}

/** A shared comparison to read: what differs, what came of it, and the texts. Complete as the server sends it. */
export function SharedComparisonView({ slug, shared, measure }: SharedComparisonViewProps) {
  const { compared, prompt } = shared;
  const prompts = prompt === undefined ? [] : [prompt].flat();
  const runs = runsOfShared(shared).map(({ run }) => run);
  const isSweep = compared.kind === 'sweep';
  const served = servedDifferences(shared);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="shared mx-auto w-full max-w-[1680px] flex-1 px-4 pt-6 pb-16 outline-none sm:px-6 sm:pt-10"
    >
      <header className="mb-6">
        <h1 className="max-w-[34em] text-xl font-semibold text-balance wrap-anywhere sm:text-[26px] sm:leading-[34px]">
          {sharedTitle(shared)}
        </h1>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
          {sharedModels(shared).map((model) => (
            <span key={model} className="font-mono wrap-anywhere">
              {model}
            </span>
          ))}
          <span className="wrap-anywhere">{comparedInWords(shared)}</span>
          <span>
            Shared on <time dateTime={shared.sharedAt}>{dayOf(shared.sharedAt)}</time>
          </span>
        </p>
        <WithheldNote shared={shared} />
      </header>
      <ComparisonReader
        slug={slug}
        names={isSweep ? [] : sharedPlaces(shared).map(({ name }) => name)}
        served={served !== null && compared.kind === 'columns' ? compared.reference : null}
        has={{
          prompt: prompt !== undefined || (!isSweep && compared.columns.some((column) => column.prompt)),
          outputs: runs.filter(({ outputs }) => outputs?.some(({ text }) => text !== '')).length,
          tokens: runs.some(({ outputs }) => outputs?.some(({ tokens }) => tokens && tokens.length > 0)),
          pace: runs.some(({ outputs }) => outputs !== undefined) && paceOfShared(shared).length > 0,
        }}
      >
        {prompts.map((text, at) => {
          const label = prompts.length > 1 ? `Prompt ${at + 1}` : 'Prompt';
          return <ReadText key={label} id={`prompt-${at}`} label={label} text={text} kind="prompt" />;
        })}
        {isSweep ? (
          <SweepView slug={slug} shared={shared} sweep={compared} measure={measure} />
        ) : (
          <ColumnsView shared={shared} served={served} />
        )}
      </ComparisonReader>
      <OtherForms slug={slug} className="mt-8" />
    </main>
  );
}

/** In the same zone for everybody: the server does not know the reader's. */
function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso));
}
