import type { Extension } from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type PaintedRange, paintRange, wipeRanges } from '@/components/runs/paint-range';
import type { Source, Span } from '@/lib/documents/model/document-text';
import type { Token } from '@/lib/protocol/run/run-events';
import { tokenLevel } from '@/lib/runs/client/token-colours';
import { whatIfMark } from '@/lib/runs/model/what-if';
import { type MarkSource, marksChanged } from './author-marks';
import { settingsOfRun } from './known-tokens';
import { fromSession } from './sync-session';

/** Text that is not the document's, and marks whose own colour must be seen. */
const NOT_PAINTED = '[contenteditable="false"], .cm-undone, .cm-searchMatch';

/** While text arrives, marks may lag by this many milliseconds: each change of a highlight paints the whole text. */
const LAZY_MS = 150;

/** A stretch of a model's text within a text node. */
interface Part {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

interface PaintedNode {
  readonly text: string;
  /** Which text of which run it shows. */
  readonly key: string;
  readonly ranges: readonly PaintedRange[];
}

/**
 * How expected each token was, as highlights over the drawn lines: elements would be made and thrown away by the
 * thousand with each screen that is scrolled. Only text nodes that are new or have changed are painted again.
 */
export function tokenMarks(source: MarkSource): Extension {
  return ViewPlugin.fromClass(
    class {
      readonly view: EditorView;
      painted = new Map<Text, PaintedNode>();
      isGrowing = false;
      timer: ReturnType<typeof setTimeout> | undefined;
      readonly request = { key: this, read: () => this.paint() };

      constructor(view: EditorView) {
        this.view = view;
        view.requestMeasure(this.request);
      }

      update({ transactions }: ViewUpdate): void {
        this.isGrowing = transactions.some(
          (transaction) => transaction.annotation(fromSession) === 'generated',
        );
        if (!transactions.some(({ effects }) => effects.some((effect) => effect.is(marksChanged)))) return;
        this.wipe();
        this.view.requestMeasure(this.request);
      }

      docViewUpdate(): void {
        // The editor keeps a text node that grows, and so its marks.
        if (!this.isGrowing) this.paint();
        else this.timer ??= setTimeout(() => this.paint(), LAZY_MS);
      }

      paint(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const before = this.painted;
        this.painted = new Map();
        const partsAt = walkSpans(source.session.view().text.spans);
        for (const node of drawnTexts(this.view.contentDOM)) {
          const text = node.data;
          const parts = partsAt(this.view.posAtDOM(node, 0), text.length);
          const key = parts
            .map(({ start, source: { runId, choice, at } }) => `${start} ${runId} ${choice} ${at}`)
            .join();
          const known = before.get(node);
          if (known?.text === text && known.key === key) {
            this.painted.set(node, known);
            before.delete(node);
          } else this.painted.set(node, { text, key, ranges: paintNode(node, parts, source) });
        }
        for (const { ranges } of before.values()) wipeRanges(ranges);
      }

      wipe(): void {
        for (const { ranges } of this.painted.values()) wipeRanges(ranges);
        this.painted = new Map();
      }

      destroy(): void {
        clearTimeout(this.timer);
        this.wipe();
      }
    },
  );
}

function* drawnTexts(content: HTMLElement): Iterable<Text> {
  const walker = document.createTreeWalker(
    content,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) => {
      if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
      return node.matches(NOT_PAINTED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  );
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text && node.data !== '') yield node;
  }
}

/** The model's parts of stretches of the text, which are asked for in their order: the spans are walked once. */
function walkSpans(spans: readonly Span[]): (from: number, length: number) => Part[] {
  let first = 0;
  let begin = 0;
  return (from, length) => {
    const to = from + length;
    for (let span = spans[first]; span && begin + span.length <= from; span = spans[first]) {
      begin += span.length;
      first += 1;
    }
    const parts: Part[] = [];
    for (let next = first, at = begin; at < to; next += 1) {
      const span = spans[next];
      if (!span) break;
      const start = Math.max(at, from);
      const end = Math.min(at + span.length, to);
      if (span.source) {
        const source = { ...span.source, at: span.source.at + start - at };
        parts.push({ source, start: start - from, end: end - from });
      }
      at += span.length;
    }
    return parts;
  };
}

function paintNode(node: Text, parts: readonly Part[], source: MarkSource): PaintedRange[] {
  const painted: PaintedRange[] = [];
  let open: { name: string | null; from: number; to: number } = { name: null, from: 0, to: 0 };
  const close = () => {
    const range = open.name === null ? null : paintRange(open.name, node, open.from, open.to);
    if (range) painted.push(range);
  };
  for (const part of parts) {
    for (const stretch of stretchesOf(part, source)) {
      // Neighbours of one level are one range; what What if marks stays one by one, as it is counted.
      const isJoined = stretch.name === open.name && stretch.from === open.to;
      if (isJoined && !source.whatIf()) open.to = stretch.to;
      else {
        close();
        open = stretch;
      }
    }
  }
  close();
  return painted;
}

/** The tokens of a part, and the names of their highlights. */
function* stretchesOf({ source, start, end }: Part, { records, colours, whatIf }: MarkSource) {
  const trying = whatIf();
  // Two marks over each other could not be told apart.
  const by = trying ? 'off' : colours();
  if (!(trying || by !== 'off')) return;
  const known = records.tokensOf(source.runId, source.choice, !records.isKnown(source.runId));
  if (!known) return;
  const { index, tokens } = known;
  const own = trying && (settingsOfRun(records, source.runId) ?? trying.own);
  const nameOf = (token: Token): string | null => {
    if (trying && own) {
      const mark = whatIfMark(token, own, trying.other);
      return mark && `what-if-${mark}`;
    }
    const level = tokenLevel(token, by);
    return level === 0 ? null : `token-${level}`;
  };
  // From offsets in the choice's text to offsets in the node.
  const shift = start - source.at;
  for (let at = index.firstAfter(source.at); at < index.count; at += 1) {
    if (index.start(at) + shift >= end) break;
    const from = Math.max(index.start(at) + shift, start);
    const to = Math.min(index.end(at) + shift, end);
    const token = tokens[at];
    if (to > from) yield { name: token ? nameOf(token) : null, from, to };
  }
}
