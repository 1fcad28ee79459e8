import { ImageResponse } from 'next/og';
import type { Shared } from '@/lib/links/model/shared';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { sharedModels, sharedSections, sharedTitle, shownText } from '@/lib/links/model/shared-labels';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { CARD_COLOURS as COLOURS } from './card-colours';
import { type CardFont, cardFonts } from './card-fonts';
import { ComparisonText } from './comparison-text';
import { drawable } from './drawable';

const WIDTH = 1200;
const HEIGHT = 630;

/**
 * The preview picture of a link: its title, the first lines, the model; for a comparison, what was compared.
 * Drawn in this process with the app’s own fonts; no other server is contacted. PNG, 1200 × 630.
 */
export async function drawCard(shared: Shared): Promise<ArrayBuffer> {
  const fonts = await cardFonts();
  const [sans, , mono] = fonts;
  if (!sans || !mono) throw new Error('A font of the card is missing.');
  const picture = new ImageResponse(<Card shared={shared} sans={sans} mono={mono} />, {
    width: WIDTH,
    height: HEIGHT,
    fonts: fonts.map(({ name, weight, data }) => ({ name, weight, data, style: 'normal' })),
  });
  return picture.arrayBuffer();
}

function Card({ shared, sans, mono }: { shared: Shared; sans: CardFont; mono: CardFont }) {
  const title = drawable(sharedTitle(shared), sans, 110);
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        padding: '56px 72px 48px',
        background: COLOURS.bg,
        color: COLOURS.ink,
        fontFamily: 'Geist',
      }}
    >
      <div
        style={{
          fontSize: 52,
          lineHeight: 1.15,
          fontWeight: 600,
          letterSpacing: -1,
          display: 'block',
          lineClamp: 2,
        }}
      >
        {title}
      </div>
      <div style={{ display: 'flex', flex: 1, minHeight: 0, marginTop: 32, overflow: 'hidden' }}>
        {shared.kind === 'run' && <RunText run={shared} mono={mono} />}
        {shared.kind === 'comparison' && <ComparisonText shared={shared} sans={sans} mono={mono} />}
        {shared.kind === 'document' && <DocumentText shared={shared} mono={mono} />}
      </div>
      <div
        style={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          marginTop: 28,
          paddingTop: 24,
          borderTop: `2px solid ${COLOURS.line}`,
          fontSize: 26,
          color: COLOURS.ink2,
        }}
      >
        <div style={{ display: 'flex', fontFamily: 'Geist Mono', fontSize: 24 }}>
          {drawable(sharedModels(shared).join(', '), mono, 44)}
        </div>
        <div style={{ display: 'flex', alignItems: 'center', fontWeight: 600, color: COLOURS.ink }}>
          Completions
          <div
            style={{ display: 'flex', width: 13, height: 28, marginLeft: 6, background: COLOURS.accent }}
          />
        </div>
      </div>
    </div>
  );
}

/** From its first line, which is also its title where it has none of its own. */
function DocumentText({ shared, mono }: { shared: SharedDocument; mono: CardFont }) {
  return (
    <div
      style={{
        display: 'block',
        fontFamily: 'Geist Mono',
        fontSize: 27,
        lineHeight: 1.5,
        whiteSpace: 'pre-wrap',
        lineClamp: 8,
      }}
    >
      {drawable(shownText(shared).slice(0, 4_000).trimStart(), mono, 600)}
    </div>
  );
}

function RunText({ run, mono }: { run: SharedRun; mono: CardFont }) {
  const first = sharedSections(run)[0];
  // Without its own title it is named after its prompt, which need not appear twice.
  const prompt = run.title === null ? '' : drawable(tail(first?.prompt ?? '', 160), mono, 200);
  return (
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        fontFamily: 'Geist Mono',
        fontSize: 27,
        lineHeight: 1.5,
      }}
    >
      {prompt !== '' && (
        <div style={{ color: COLOURS.ink3, display: 'block', lineClamp: 2, marginBottom: 14 }}>{prompt}</div>
      )}
      <div style={{ display: 'block', whiteSpace: 'pre-wrap', lineClamp: prompt === '' ? 8 : 6 }}>
        {drawable((first?.outputs[0]?.text ?? '').trimStart(), mono, 600)}
      </div>
    </div>
  );
}

/** An output continues from the end of the prompt. */
function tail(text: string, length: number): string {
  const folded = text
    .slice(-4 * length)
    .replace(/\s+/g, ' ')
    .trim();
  return folded.length <= length ? folded : `…${folded.slice(-length)}`;
}
