import { Notice } from '@/components/ui/notice';
import type { ImportResult } from '@/lib/history/client/transfer/import-runs';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { Refusals } from './import-summary';

export function ImportOutcome({ result }: { result: ImportResult }) {
  const { imported, here, refused, refusals, ended } = result;
  const counts = `${runsLabel(imported)} imported${here > 0 ? `, ${here.toLocaleString('en')} already here` : ''}.`;
  return (
    <div className="flex flex-col gap-3">
      {ended === 'whole' ? (
        <Notice tone="good">{counts}</Notice>
      ) : (
        <Notice tone={ended === 'cancelled' ? 'warn' : 'bad'}>
          {ended === 'cancelled' ? 'Canceled.' : ended.error} {counts} Imported runs stay. Import the same
          file again to get the rest.
        </Notice>
      )}
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}
