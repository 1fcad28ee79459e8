import { foldSettings, type SettingsRow } from '@/lib/compare/model/settings-table';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { comparedLabel, sharedSuffix } from '@/lib/links/model/shared-labels';
import { type SharedPlaceOf, sharedPlaces } from '@/lib/links/model/shared-places';
import { sharedSettings } from '@/lib/links/model/shared-settings';
import { type Html, html } from '@/lib/platform/server/http/html';
import { SUFFIX_LABEL, textBlock } from './embed-text';

/** A comparison inside a frame: what was compared, its table, and the texts below each other. */
export function embeddedComparison(shared: SharedComparison): Html {
  const places = sharedPlaces(shared);
  const prompts = shared.prompt === undefined ? [] : [shared.prompt].flat();
  const suffixes = places.map(({ run }) => sharedSuffix(run));
  const [common = null] = suffixes.every((suffix) => suffix === suffixes[0]) ? suffixes : [];
  // When it varies along an axis, the cell's name already has it.
  const isOwn = common === null && shared.compared.kind === 'columns';
  return html`<p class="facts">${comparedLabel(shared)}</p>
${shared.compared.kind === 'columns' && table(places, foldSettings(sharedSettings(shared)).differing)}
${prompts.map((text, at) => textBlock(prompts.length > 1 ? `Prompt ${at + 1}` : 'Prompt', text, 'text prompt'))}
${places.map((one) => place(one, isOwn ? sharedSuffix(one.run) : null))}
${common !== null && textBlock(SUFFIX_LABEL, common, 'text prompt')}`;
}

/** Only what differs: the rest is the same for all, and is on the page. */
function table(places: readonly SharedPlaceOf[], rows: readonly SettingsRow[]): Html | null {
  if (rows.length === 0) return null;
  return html`<div class="wide"><table><thead><tr><td></td>${places.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ label, cells }) => html`<tr><th scope="row">${label}</th>${cells.map(({ text }) => html`<td>${text}</td>`)}</tr>`)}</tbody></table></div>`;
}

function place({ name, run, isRun }: SharedPlaceOf, suffix: string | null): Html {
  const after = suffix !== null && textBlock(`${SUFFIX_LABEL} of ${name}`, suffix, 'text prompt');
  if (!isRun) return html`<h2>${name}</h2><p class="facts">Not run.</p>${after}`;
  const outputs = run.outputs ?? [];
  return html`${outputs.map(({ text }, at) => textBlock(outputs.length > 1 ? `${name} · output ${at + 1}` : name, text, 'text'))}${after}`;
}
