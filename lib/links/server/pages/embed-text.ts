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

/** The same, with stretches of the text marked. */
export function markedBlock(
  label: string,
  parts: readonly { readonly text: string; readonly isMarked: boolean }[],
): Html {
  const shown = parts.map(({ text, isMarked }) => html`${isMarked ? html`<mark>${text}</mark>` : text}`);
  return html`<h2>${label}</h2><pre class="text">
${shown}</pre>`;
}
