'use client';

import { Check, Minus, TriangleAlert } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy-button';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import type { Attempt } from '@/lib/protocol/run/run-events';
import type { ReceiptLine } from '@/lib/runs/model/receipt';
import { formatMs } from '@/lib/runs/model/run-figures';

/** How the three verdicts look and read. */
export const RECEIPT_SIGNS = {
  yes: { icon: Check, word: 'Applied', colour: 'text-good' },
  no: { icon: TriangleAlert, word: 'Not applied', colour: 'text-warn' },
  unknown: { icon: Minus, word: 'Unknown', colour: 'text-ink-3' },
} as const;

/** What was sent, whether it was honoured, and the attempts that were made. */
export function ReceiptPanel({
  lines,
  attempts,
  requestId,
}: {
  lines: readonly ReceiptLine[];
  attempts: readonly Attempt[];
  /** For support tickets. */
  requestId: string | null;
}) {
  return (
    <>
      <table className="w-full border-collapse">
        <thead className="sr-only">
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Sent</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const { icon: Icon, word, colour } = RECEIPT_SIGNS[line.honoured];
            return (
              <tr key={line.parameter} className="align-top">
                <th
                  scope="row"
                  className="py-0.5 pr-2 text-left font-normal text-ink-2 sm:pr-4 sm:whitespace-nowrap"
                >
                  {nameOf(line.parameter)}
                </th>
                <td className="max-w-56 min-w-20 py-0.5 pr-2 font-mono wrap-anywhere sm:min-w-24 sm:pr-4">
                  {line.sent ?? '—'}
                </td>
                <td className="w-full min-w-20 py-0.5 wrap-anywhere text-ink-2 sm:min-w-28">
                  <span className="inline-flex items-start gap-1.5">
                    <Icon className={`mt-0.5 size-3 shrink-0 ${colour}`} role="img" aria-label={word} />
                    {line.note || word}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {requestId && (
        <p className="mt-1 flex items-center gap-1 text-ink-2">
          Request <span className="min-w-0 font-mono wrap-anywhere text-ink">{requestId}</span>
          <CopyButton text={requestId} label="Copy request ID" />
        </p>
      )}
      {attempts.length > 0 && (
        <ol aria-label="Failed attempts" className="mt-2 border-t border-line pt-2 text-ink-2">
          {attempts.map(({ number, error, waitMs }) => (
            <li key={number} className="py-0.5 wrap-anywhere">
              Attempt {number}: {error.status === null ? '' : `${error.status}, `}
              {error.message}
              <span className="text-ink-3"> · waited {formatMs(waitMs)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function nameOf(parameter: ReceiptLine['parameter']): string {
  if (parameter === 'model') return 'Model';
  if (parameter === 'usage') return 'Token counts';
  return PARAMETERS[parameter].label;
}
