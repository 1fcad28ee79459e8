import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import type { ImportPreview, Refusal } from '@/lib/history/client/transfer/preview-import';
import { problemLabel, runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { dayText } from '@/lib/platform/numbers/day-text';

/** This many models are named; the others are counted. */
const MODELS = 4;

/** The contents of a file, before anything changes. */
export function ImportSummary({ name, preview }: { name: string; preview: ImportPreview }) {
  const { runs, fresh, here, refused, refusals, from, to, models, exportedAt, problem } = preview;
  if (problem !== null && fresh === 0 && here === 0) {
    return (
      <Notice tone="bad" role="alert">
        {problemLabel(problem, runs)}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {problem !== null && <Notice tone="warn">{problemLabel(problem, runs)}</Notice>}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-sm border bg-sunken p-3 text-xs">
        <Row term="File">{name}</Row>
        {exportedAt !== null && <Row term="Exported">{dayText(exportedAt)}</Row>}
        <Row term="Runs">{runs.toLocaleString('en')}</Row>
        {from !== null && to !== null && <Row term="Created">{daysLabel(from, to)}</Row>}
        {models.length > 0 && (
          <Row term={models.length === 1 ? 'Model' : 'Models'}>{modelsLabel(models)}</Row>
        )}
        <Row term="New">{fresh.toLocaleString('en')}</Row>
        {here > 0 && <Row term="Already here">{here.toLocaleString('en')}</Row>}
      </dl>
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}

/** Runs of the file that are left out, each with its reason. */
export function Refusals({ count, refusals }: { count: number; refusals: readonly Refusal[] }) {
  if (count === 0) return null;
  return (
    <Notice tone="warn">
      <p>{runsLabel(count)} can't be read:</p>
      <ul className="mt-1 max-h-40 overflow-y-auto text-xs">
        {refusals.map(({ number, line, reason }) => (
          <li key={number}>
            Run {number} (line {line.toLocaleString('en')}): {reason}
          </li>
        ))}
        {count > refusals.length && <li>and {(count - refusals.length).toLocaleString('en')} more.</li>}
      </ul>
    </Notice>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 break-words tabular-nums">{children}</dd>
    </>
  );
}

function daysLabel(from: string, to: string): string {
  const [first, last] = [dayText(from), dayText(to)];
  return first === last ? first : `${first} – ${last}`;
}

function modelsLabel(models: readonly string[]): string {
  const more = models.length - MODELS;
  return models.slice(0, MODELS).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
