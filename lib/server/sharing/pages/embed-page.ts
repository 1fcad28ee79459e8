import type { Shared } from '@/lib/completions/share/shared';
import {
  type SharedSection,
  sharedModels,
  sharedSections,
  sharedTitle,
} from '@/lib/completions/share/shared-words';
import { type Html, html } from '@/lib/server/http/html';
import { embeddedComparison } from './embed-comparison';
import { plainPage } from './plain-page';

/** What is shared, for the frame of another page: what was read and what was written, and the way to all of it. */
export function embedPage(slug: string, shared: Shared): Response {
  const facts = [...sharedModels(shared), `shared on ${shared.sharedAt.slice(0, 10)}`].join(' · ');
  return plainPage({
    title: sharedTitle(shared),
    frameable: true,
    body: html`<main class="embed">
<header><h1>${sharedTitle(shared)}</h1><p class="facts">${facts}</p></header>
${shared.kind === 'run' ? sharedSections(shared).map(section) : embeddedComparison(shared)}
<footer><a href="/s/${slug}" target="_blank" rel="noopener">Open the whole ${shared.kind}</a> · Completions Playground</footer>
</main>`,
  });
}

function section({ prompt, promptLabel, outputs }: SharedSection): Html {
  return html`${prompt !== null && text(promptLabel, prompt, 'text prompt')}${outputs.map((output) => text(output.label, output.text, 'text'))}`;
}

/** A parser drops the first line break inside of `pre`: one of its own goes before the text's. */
function text(label: string, value: string, style: string): Html {
  return html`<h2>${label}</h2><pre class="${style}">
${value}</pre>`;
}
