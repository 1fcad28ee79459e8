import type { SharedPiece } from '@/lib/links/model/shared-document';

/** Units of one element at most: only the tokens of those in view are coloured. */
const MAX_UNITS = 2_000;

interface Stretch {
  readonly start: number;
  readonly text: string;
  readonly isModel: boolean;
}

/** The id of the element where the branch that is shown begins to differ from the one before. */
export const HERE_ID = 'here';

/**
 * A text with who wrote what of it. Each element has one text node, and they follow each other without a gap.
 *
 * @param from where the branch begins to differ; null: nowhere to go to
 */
export function DocumentText({ pieces, from }: { pieces: readonly SharedPiece[]; from: number | null }) {
  return stretchesOf(pieces, from).map(({ start, text, isModel }) => {
    const id = start === from ? HERE_ID : undefined;
    return isModel ? (
      <mark key={start} id={id} className="model-text">
        {text}
      </mark>
    ) : (
      <span key={start} id={id}>
        {text}
      </span>
    );
  });
}

function stretchesOf(pieces: readonly SharedPiece[], from: number | null): Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  for (const { text, by } of pieces) {
    for (let at = 0; at < text.length; ) {
      const max = at + MAX_UNITS;
      const cut = from === null ? max : start < from && from < start + max - at ? at + from - start : max;
      const end = cut >= text.length ? text.length : cut === max ? cutBefore(text, at, max) : cut;
      stretches.push({ start, text: text.slice(at, end), isModel: by !== undefined });
      start += end - at;
      at = end;
    }
  }
  return stretches;
}

/** After the last line break or space, so that no word or character is in two elements; else between characters. */
function cutBefore(text: string, at: number, max: number): number {
  const part = text.slice(at, max);
  const space = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' ')) + 1;
  if (space > MAX_UNITS / 2) return at + space;
  return /[\uD800-\uDBFF]$/.test(part) ? max - 1 : max;
}
