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
  const heading = kind === 'markdown' && title !== null ? `# ${title.replace(/\s+/g, ' ')}\n\n` : '';
  if (!marked) return heading + document.text;
  const text = piecesBetween(document, 0, document.text.length).map(({ text, source }) =>
    source === null ? escaped(text, kind) : markLines(escaped(text, kind), kind),
  );
  return `${LEGENDS[kind]}\n\n${heading}${joinMarks(text, kind)}`;
}

const MARKS = { text: ['⟦', '⟧'], markdown: ['<mark>', '</mark>'] } as const;

const LEGENDS = {
  text: 'Between ⟦ and ⟧: written by a model. Everything else: written by a person.',
  markdown: '<!-- In <mark>: written by a model. Everything else: written by a person. -->',
} as const;

function escaped(text: string, kind: DocumentFormat['kind']): string {
  if (kind === 'text') return text.replace(/[⟦⟧]/g, (mark) => `\\${mark}`);
  return text.replace(/<(?=\/?mark>)/g, '&lt;');
}

/** A mark of Markdown ends with its paragraph, so each paragraph has its own. White space around it stays outside. */
function markLines(text: string, kind: DocumentFormat['kind']): string {
  const [open, close] = MARKS[kind];
  if (kind === 'text') return open + text + close;
  return text
    .split(/(\n[^\S\n]*\n)/)
    .map((part, at) => {
      const words = part.trim();
      if (at % 2 === 1 || words === '') return part;
      const start = part.indexOf(words);
      return part.slice(0, start) + open + words + close + part.slice(start + words.length);
    })
    .join('');
}

/** Where one run goes on with the text of another, one mark is enough. */
function joinMarks(parts: readonly string[], kind: DocumentFormat['kind']): string {
  const [open, close] = MARKS[kind];
  return parts.join('').replaceAll(close + open, '');
}
