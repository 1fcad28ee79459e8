import { type SharedSection, sharedSections, sharedTitle } from '@/lib/completions/share/shared-words';
import { type Html, html } from '@/lib/server/http/html';
import type { Shared } from '../open-share';
import { plainPage } from './plain-page';

/** A shared run for the frame of another page: what was read and what was written, and the way to all of it. */
export function embedPage(slug: string, shared: Shared): Response {
  const facts = [shared.model, `shared on ${shared.sharedAt.slice(0, 10)}`].filter(Boolean).join(' · ');
  return plainPage({
    title: sharedTitle(shared),
    frameable: true,
    body: html`<main class="embed">
<header><h1>${sharedTitle(shared)}</h1><p class="facts">${facts}</p></header>
${sharedSections(shared).map(section)}
<footer><a href="/s/${slug}" target="_blank" rel="noopener">Open the whole run</a> · Completions Playground</footer>
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
