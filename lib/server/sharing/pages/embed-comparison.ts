import { foldSettings, type SettingsRow } from '@/lib/completions/compare/settings-table';
import type { SharedComparison } from '@/lib/completions/share/shared-comparison';
import { type SharedPlaceOf, sharedPlaces } from '@/lib/completions/share/shared-places';
import { sharedSettings } from '@/lib/completions/share/shared-settings';
import { comparedInWords } from '@/lib/completions/share/shared-words';
import { type Html, html } from '@/lib/server/http/html';

/** A comparison in a frame: what was compared, its table, and the texts below each other. */
export function embeddedComparison(shared: SharedComparison): Html {
  const places = sharedPlaces(shared);
  const prompts = shared.prompt === undefined ? [] : [shared.prompt].flat();
  return html`<p class="facts">${comparedInWords(shared)}</p>
${shared.compared.kind === 'columns' && table(places, foldSettings(sharedSettings(shared)).differing)}
${prompts.map((text, at) => block(prompts.length > 1 ? `Prompt ${at + 1}` : 'Prompt', text, 'text prompt'))}
${places.map(place)}`;
}

/** Only what differs: the rest is the same for all, and on the page. */
function table(places: readonly SharedPlaceOf[], rows: readonly SettingsRow[]): Html | null {
  if (rows.length === 0) return null;
  return html`<div class="wide"><table><thead><tr><td></td>${places.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ label, cells }) => html`<tr><th scope="row">${label}</th>${cells.map(({ text }) => html`<td>${text}</td>`)}</tr>`)}</tbody></table></div>`;
}

function place({ name, run, isRun }: SharedPlaceOf): Html {
  if (!isRun) return html`<h2>${name}</h2><p class="facts">Not run.</p>`;
  const outputs = run.outputs ?? [];
  return html`${outputs.map(({ text }, at) => block(outputs.length > 1 ? `${name} · output ${at + 1}` : name, text, 'text'))}`;
}

/** A parser drops the first line break inside of `pre`: one of its own goes before the text's. */
function block(label: string, value: string, style: string): Html {
  return html`<h2>${label}</h2><pre class="${style}">
${value}</pre>`;
}
