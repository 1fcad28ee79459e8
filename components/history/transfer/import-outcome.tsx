import { Notice } from '@/components/ui/notice';
import type { ImportResult } from '@/lib/history/client/transfer/import-runs';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { Refusals } from './import-summary';

export function ImportOutcome({ result }: { result: ImportResult }) {
  const { imported, here, refused, refusals, ended } = result;
  const counts = `${runsLabel(imported)} imported${here > 0 ? `, ${here.toLocaleString('en')} here already` : ''}.`;
  return (
    <div className="flex flex-col gap-3">
      {ended === 'whole' ? (
        <Notice tone="good">{counts}</Notice>
      ) : (
        <Notice tone={ended === 'cancelled' ? 'warn' : 'bad'}>
          {ended === 'cancelled' ? 'Cancelled.' : ended.error} {counts} What was imported stays; import the
          same file again for the rest.
        </Notice>
      )}
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}
