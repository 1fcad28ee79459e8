import type { Shared } from '@/lib/links/model/shared';
import {
  type SharedSection,
  sharedModels,
  sharedSections,
  sharedSuffix,
  sharedTitle,
} from '@/lib/links/model/shared-labels';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { type Html, html } from '@/lib/platform/server/http/html';
import { plainPage } from '@/lib/platform/server/pages/plain-page';
import { embeddedComparison } from './embed-comparison';
import { SUFFIX_LABEL, textBlock } from './embed-text';

/** The shared texts for a frame on another page: prompt and output, and a link to the full page. */
export function embedPage(slug: string, shared: Shared): Response {
  const facts = [...sharedModels(shared), `shared on ${shared.sharedAt.slice(0, 10)}`].join(' · ');
  return plainPage({
    title: sharedTitle(shared),
    frameable: true,
    body: html`<main class="embed">
<header><h1>${sharedTitle(shared)}</h1><p class="facts">${facts}</p></header>
${shared.kind === 'run' ? embeddedRun(shared) : embeddedComparison(shared)}
<footer><a href="/s/${slug}" target="_blank" rel="noopener">Open the full ${shared.kind}</a> · Completions Playground</footer>
</main>`,
  });
}

function embeddedRun(run: SharedRun): Html {
  const suffix = sharedSuffix(run);
  return html`${sharedSections(run).map(section)}${suffix !== null && textBlock(SUFFIX_LABEL, suffix, 'text prompt')}`;
}

function section({ prompt, promptLabel, outputs }: SharedSection): Html {
  return html`${prompt !== null && textBlock(promptLabel, prompt, 'text prompt')}${outputs.map((output) => textBlock(output.label, output.text, 'text'))}`;
}
