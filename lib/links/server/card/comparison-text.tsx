import { sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { comparedLabel } from '@/lib/links/model/shared-labels';
import { CARD_COLOURS } from './card-colours';
import type { CardFont } from './card-fonts';
import { drawable } from './drawable';

/** More texts side by side would be too narrow to read. */
const MAX_COLUMNS = 3;

/** What was compared, and the beginnings of the first texts, side by side. */
export function ComparisonText({
  shared,
  sans,
  mono,
}: {
  shared: SharedComparison;
  sans: CardFont;
  mono: CardFont;
}) {
  const there = sharedCellRuns(shared).filter(({ run }) =>
    run.outputs?.some(({ text }) => text.trim() !== ''),
  );
  const shown = there.slice(0, MAX_COLUMNS);
  const width = Math.floor((1056 - (shown.length - 1) * 32) / Math.max(1, shown.length));
  return (
    <div style={{ display: 'flex', flexDirection: 'column', width: '100%' }}>
      <div
        style={{ display: 'block', lineClamp: 2, fontSize: 29, lineHeight: 1.35, color: CARD_COLOURS.ink2 }}
      >
        {drawable(comparedLabel(shared), sans, 130)}
      </div>
      <div style={{ display: 'flex', marginTop: 28 }}>
        {shown.map(({ at, name, run }, index) => (
          <div
            key={at}
            style={{
              display: 'flex',
              flexDirection: 'column',
              width,
              marginLeft: index === 0 ? 0 : 32,
              paddingTop: 14,
              borderTop: `4px solid ${index === 0 ? CARD_COLOURS.accent : CARD_COLOURS.line}`,
            }}
          >
            <div style={{ display: 'block', lineClamp: 1, fontSize: 22, color: CARD_COLOURS.ink3 }}>
              {drawable(name, sans, 40)}
            </div>
            <div
              style={{
                display: 'block',
                marginTop: 8,
                fontFamily: 'Geist Mono',
                fontSize: 21,
                lineHeight: 1.45,
                whiteSpace: 'pre-wrap',
                lineClamp: 6,
              }}
            >
              {drawable(
                run.outputs?.find(({ text }) => text.trim() !== '')?.text.trimStart() ?? '',
                mono,
                300,
              )}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
