import { createHash } from 'node:crypto';

/** A piece of HTML, as opposed to text that must still be escaped. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | null | false | readonly Html[];

/** Builds HTML: inserted values are escaped, unless they are HTML made here. */
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

/** A style sheet for a page, with its source expression for a content security policy. */
export function styleElement(css: string): { element: Html; source: string } {
  return {
    element: { html: `<style>${css}</style>` },
    source: `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  };
}
