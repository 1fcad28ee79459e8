import { OtherForms } from '../other-forms';
import '@/components/compare/table/table.css';
import './comparison.css';
import { paceOfShared, runsOfShared, sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { comparedLabel, sharedModels, sharedPrompts } from '@/lib/links/model/shared-labels';
import { haveAlternatives } from '@/lib/links/model/shared-run';
import { ReadText } from '../read-text';
import { SharedFrame } from '../shared-frame';
import { SharedHeader } from '../shared-header';
import { SharedReader } from '../shared-reader';
import { ColumnsView } from './columns-view';
import { servedDifferences } from './differences/served-differences';
import { SweepView } from './sweep/sweep-view';

export interface SharedComparisonViewProps {
  slug: string | null;
  shared: SharedComparison;
  /** The measure that a sweep's charts show; null: any that there is. */
  measure: string | null;
}

/** A shared comparison: differences, measures and texts. Complete as the server sends it. */
export function SharedComparisonView({ slug, shared, measure }: SharedComparisonViewProps) {
  const { compared } = shared;
  const prompts = sharedPrompts(shared);
  const runs = runsOfShared(shared).map(({ run }) => run);
  const isSweep = compared.kind === 'sweep';
  const served = servedDifferences(shared);
  return (
    <SharedFrame slug={slug} className="max-w-[1680px]">
      <SharedHeader
        shared={shared}
        facts={
          <>
            {sharedModels(shared).map((model) => (
              <span key={model} data-shared-text="" className="font-mono wrap-anywhere">
                {model}
              </span>
            ))}
            <span className="wrap-anywhere">{comparedLabel(shared)}</span>
          </>
        }
      />
      <SharedReader
        slug={slug}
        kind="comparison"
        columns={
          isSweep
            ? undefined
            : {
                names: sharedCellRuns(shared).map(({ name }) => name),
                served: served === null ? null : compared.reference,
              }
        }
        has={{
          prompt: prompts.length > 0 || (!isSweep && compared.columns.some((column) => column.prompt)),
          outputs: runs.filter(({ outputs }) => outputs?.some(({ text }) => text !== '')).length,
          tokens: runs.some(({ outputs }) => outputs?.some(({ tokens }) => tokens && tokens.length > 0)),
          alternatives: runs.some(({ outputs }) => haveAlternatives(outputs)),
          whatIf: false,
          pace: runs.some(({ outputs }) => outputs !== undefined) && paceOfShared(shared).length > 0,
        }}
      >
        {prompts.map(({ label, text }, at) => (
          <ReadText key={label} id={`prompt-${at}`} label={label} text={text} kind="prompt" />
        ))}
        {isSweep ? (
          <SweepView slug={slug} shared={shared} sweep={compared} measure={measure} />
        ) : (
          <ColumnsView shared={shared} served={served} />
        )}
      </SharedReader>
      <OtherForms slug={slug} className="mt-8" />
    </SharedFrame>
  );
}
