import { type Html, html } from '@/lib/platform/server/http/html';

/** Over what stands behind the place that a model was to fill. */
export const GAP_LABEL = 'Text after the gap';

/** One text below its label. A parser drops the first line break inside of `pre`: one of its own goes before the text's. */
export function textBlock(label: string, value: string, style: 'text' | 'text prompt'): Html {
  return html`<h2>${label}</h2><pre class="${style}">
${value}</pre>`;
}
