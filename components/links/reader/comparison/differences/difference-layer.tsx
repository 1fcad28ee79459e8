'use client';

import { useEffect, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { shownTexts } from '@/components/links/reader/shown-text';
import { useShared } from '@/components/links/reader/use-shared';
import { paintStretches } from '@/components/runs/paint-visible';
import { DiffParts } from '@/components/texts/diff-parts';
import { differenceStretches } from '@/components/texts/difference-stretches';
import { outputNumber } from '@/lib/links/model/shared-cell-runs';
import { useDifferences } from '@/lib/texts/client/use-differences';
import type { DiffPart } from '@/lib/texts/model/diff-parts';
import { comparableColumns, differencesJob, divergencesOf } from './comparable-columns';
import type { ShownDifferences } from './difference-tools';
import { DivergenceNote } from './divergence-note';

export interface DifferenceLayerProps {
  slug: string;
  shown: ShownDifferences;
  onFail: () => void;
}

/** How the columns' first outputs differ from the reference, and where each diverges. */
export function DifferenceLayer({ slug, shown, onFail }: DifferenceLayerProps) {
  const shared = useShared(slug, onFail);
  const columns = useMemo(() => (shared ? comparableColumns(shared) : []), [shared]);
  const reference = columns.find(({ at }) => at === shown.reference) ?? null;
  const job = useMemo(
    () => reference && differencesJob(columns, reference, shown.mode),
    [columns, reference, shown.mode],
  );
  const differences = useDifferences(job)?.byKey ?? null;
  const divergences = useMemo(() => divergencesOf(columns, reference), [columns, reference]);

  useEffect(() => {
    if (!differences || !reference) return;
    const texts = new Map(shownTexts().map((text) => [text.index, text]));
    const ends = columns.flatMap(({ at, cell, from }) => {
      const text = texts.get(outputNumber(at, 0));
      const marks = differences[cell]?.marks ?? [];
      const isReference = at === reference.at;
      return text
        ? [paintStretches(text, differenceStretches({ cell, from, marks, isReference, divergences }))]
        : [];
    });
    return () => {
      for (const end of ends) end();
    };
  }, [differences, columns, reference, divergences]);

  const changes = shown.form === 'changes' && differences !== null;
  useEffect(() => {
    if (!changes) return;
    const cells = columns
      .filter(({ cell }) => differences[cell])
      .flatMap(({ at }) => document.querySelector<HTMLElement>(`[data-column="${at}"]`) ?? []);
    for (const cell of cells) cell.dataset.changes = 'on';
    return () => {
      for (const cell of cells) delete cell.dataset.changes;
    };
  }, [changes, differences, columns]);

  if (!reference) return shared && <Nothing />;
  return columns.map(({ at, cell, name }) => {
    const difference = differences?.[cell] ?? null;
    const note = document.querySelector(`[data-divergence="${at}"]`);
    const container = document.querySelector(`div[data-changes="${at}"]`);
    return (
      <div key={at}>
        {note &&
          createPortal(
            <DivergenceNote
              name={name}
              reference={reference.name}
              isReference={at === reference.at}
              divergence={divergences[cell] ?? null}
              difference={difference}
            />,
            note,
          )}
        {changes &&
          difference &&
          container &&
          createPortal(<ChangesText name={name} parts={difference.parts} />, container)}
      </div>
    );
  });
}

/** The chosen reference has no output, so there is nothing to compare with. */
function Nothing() {
  return (
    <p role="status" className="text-ink-2">
      That column has no text to compare.
    </p>
  );
}

/** A text with its changes from the reference. */
function ChangesText({ name, parts }: { name: string; parts: readonly DiffPart[] }) {
  return (
    <section aria-label={`Changes in ${name}`}>
      <p className="mb-2 text-xs text-ink-2">
        <del className="diff-removed">only in the reference</del> <ins className="diff-added">only here</ins>
      </p>
      <DiffParts parts={parts} />
    </section>
  );
}
