import { createHash } from 'node:crypto';

/** A piece of HTML, as opposed to text that has yet to be escaped. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | null | false | readonly Html[];

/** Writes HTML: whatever is filled in is escaped, unless it is HTML from here. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.reduce((text, part, at) => text + written(values[at - 1] ?? null) + part) };
}

function written(value: Value): string {
  if (value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'html' in value ? value.html : value.map((chunk) => chunk.html).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A style sheet inside of a page, with what a content security policy calls it. */
export function styleElement(css: string): { element: Html; source: string } {
  return {
    element: { html: `<style>${css}</style>` },
    source: `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  };
}
