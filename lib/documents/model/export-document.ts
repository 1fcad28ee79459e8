import { type DocumentText, piecesBetween } from './document-text';

/** How a document is exported: as plain text or Markdown, with or without marks of who wrote what. */
export interface DocumentFormat {
  readonly kind: 'text' | 'markdown';
  readonly marked: boolean;
}

/**
 * The file's content. In marked text, what the model wrote stands between ⟦ and ⟧; in marked Markdown, in `<mark>`, which
 * Markdown leaves as it is and shows highlighted. The first line says so. Marks that the text has itself are escaped, so
 * that every mark in the file is ours.
 */
export function exportDocument(document: DocumentText, title: string | null, format: DocumentFormat): string {
  const { kind, marked } = format;
  const words = title?.replace(/\s+/g, ' ') ?? '';
  const shown = marked ? escapedParts([words], kind).join('') : words;
  const heading = kind === 'markdown' && title !== null ? `# ${shown}\n\n` : '';
  if (!marked) return heading + document.text;
  const pieces = piecesBetween(document, 0, document.text.length);
  const texts = escapedParts(
    pieces.map(({ text }) => text),
    kind,
  );
  const parts = texts.map((text, at) =>
    pieces[at]?.source ? markLines(text, kind) : withoutOpenEscape(text),
  );
  return `${LEGENDS[kind]}\n\n${heading}${joinMarks(parts, kind)}`;
}

const MARKS = { text: ['⟦', '⟧'], markdown: ['<mark>', '</mark>'] } as const;

const LEGENDS = {
  text: 'Between ⟦ and ⟧: written by a model. Everything else: written by a person.',
  markdown: '<!-- In <mark>: written by a model. Everything else: written by a person. -->',
} as const;

/** Tags are looked for in the whole text: two authors may have written the halves of one. */
function escapedParts(parts: readonly string[], kind: DocumentFormat['kind']): string[] {
  if (kind === 'text') {
    return parts.map((part) =>
      part.replace(/(\\*)([⟦⟧])/g, (_, run: string, mark: string) => `${oddRun(run)}${mark}`),
    );
  }
  const tags = new Set([...parts.join('').matchAll(/<(?=\/?mark)/gi)].map(({ index }) => index));
  let start = 0;
  return parts.map((part) => {
    const from = start;
    start += part.length;
    return part.replace(/</g, (letter, at: number) => (tags.has(from + at) ? '&lt;' : letter));
  });
}

function oddRun(run: string): string {
  return run.length % 2 === 0 ? `${run}\\` : run;
}

/** A backslash at the end would escape the mark that comes after it. */
function withoutOpenEscape(text: string): string {
  let at = text.length;
  while (text[at - 1] === '\\') at -= 1;
  return (text.length - at) % 2 === 0 ? text : `${text}\\`;
}

/** A mark of Markdown ends with its paragraph, so each paragraph has its own. White space around it stays outside. */
function markLines(text: string, kind: DocumentFormat['kind']): string {
  const [open, close] = MARKS[kind];
  if (kind === 'text') return open + withoutOpenEscape(text) + close;
  return text
    .split(/(\n[^\S\n]*\n)/)
    .map((part, at) => {
      const words = part.trim();
      if (at % 2 === 1 || words === '') return part;
      const start = part.indexOf(words);
      return (
        part.slice(0, start) + open + withoutOpenEscape(words) + close + part.slice(start + words.length)
      );
    })
    .join('');
}

/** Where one run goes on with the text of another, one mark is enough. */
function joinMarks(parts: readonly string[], kind: DocumentFormat['kind']): string {
  const [open, close] = MARKS[kind];
  return parts.join('').replaceAll(close + open, '');
}
