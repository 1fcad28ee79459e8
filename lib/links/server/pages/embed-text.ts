import { type Html, html } from '@/lib/platform/server/http/html';

/** The label of the suffix. */
export const SUFFIX_LABEL = 'Suffix';

/**
 * One text below its label. HTML parsers drop the first line break inside `pre`, so an extra one precedes the
 * text.
 */
export function textBlock(label: string, value: string, style: 'text' | 'text prompt'): Html {
  return html`<h2>${label}</h2><pre class="${style}">
${value}</pre>`;
}
