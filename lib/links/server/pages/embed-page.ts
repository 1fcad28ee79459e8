import { collapseSettings, type SettingsRow } from '@/lib/compare/model/settings-table';
import type { EmbedTheme } from '@/lib/links/model/embed-theme';
import { REDACTED_MEANS } from '@/lib/links/model/redact';
import type { Shared } from '@/lib/links/model/shared';
import { type SharedCellRun, sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { piecesOfBranch } from '@/lib/links/model/shared-document-text';
import {
  comparedLabel,
  type SharedSection,
  sharedModels,
  sharedPrompts,
  sharedSections,
  sharedSuffix,
  sharedTitle,
} from '@/lib/links/model/shared-labels';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { sharedSettings } from '@/lib/links/model/shared-settings';
import { isRedacted } from '@/lib/links/model/withhold-hints';
import { dayText } from '@/lib/platform/numbers/day-text';
import { type Html, html } from '@/lib/platform/server/http/html';
import { plainPage } from '@/lib/platform/server/pages/plain-page';
import { markedBlock, SUFFIX_LABEL, textBlock } from './embed-text';

/**
 * The shared texts for a frame on another page: prompt and output, or a document, and a link to the full page.
 *
 * @param theme of the page around it; null: the reader's system has one
 */
export function embedPage(slug: string, shared: Shared, theme: EmbedTheme | null = null): Response {
  const facts = [...sharedModels(shared), `shared on ${dayText(shared.sharedAt, { timeZone: 'UTC' })}`].join(
    ' · ',
  );
  return plainPage({
    title: sharedTitle(shared),
    frameable: true,
    theme,
    body: html`<main class="embed">
<header><h1>${shared.title === null ? `A shared ${shared.kind}` : sharedTitle(shared)}</h1><p class="facts">${facts}</p>${isRedacted(shared) && html`<p class="facts">${REDACTED_MEANS}</p>`}</header>
${embedded(shared)}
<footer><a href="/s/${slug}" target="_blank" rel="noopener">Open the full ${shared.kind}</a> · Completions Playground</footer>
</main>`,
  });
}

function embedded(shared: Shared): Html {
  if (shared.kind === 'document') return embeddedDocument(shared);
  return shared.kind === 'run' ? embeddedRun(shared) : embeddedComparison(shared);
}

/** The text that its owner was in, with who wrote what. */
function embeddedDocument(shared: SharedDocument): Html {
  const pieces = piecesOfBranch(shared, shared.shown);
  const isMarked = pieces.some(({ by }) => by !== undefined);
  return html`${isMarked && html`<p class="facts"><mark>Written by a model</mark> · Written by a person</p>`}
${markedBlock(
  'Text',
  pieces.map(({ text, by }) => ({ text, isMarked: by !== undefined })),
)}`;
}

function embeddedRun(run: SharedRun): Html {
  const suffix = sharedSuffix(run);
  return html`${sharedSections(run).map(section)}${suffix !== null && textBlock(SUFFIX_LABEL, suffix, 'text prompt')}`;
}

function section({ prompt, promptLabel, outputs }: SharedSection): Html {
  return html`${prompt !== null && textBlock(promptLabel, prompt, 'text prompt')}${outputs.map((output) => textBlock(output.label, output.text, 'text'))}`;
}

/** A comparison inside a frame: what was compared, its table, and the texts below each other. */
function embeddedComparison(shared: SharedComparison): Html {
  const cellRuns = sharedCellRuns(shared);
  const suffixes = cellRuns.map(({ run }) => sharedSuffix(run));
  const [common = null] = suffixes.every((suffix) => suffix === suffixes[0]) ? suffixes : [];
  // When it varies along an axis, the cell's name already has it.
  const isOwn = common === null && shared.compared.kind === 'columns';
  return html`<p class="facts">${comparedLabel(shared)}</p>
${shared.compared.kind === 'columns' && table(cellRuns, collapseSettings(sharedSettings(shared)).differing)}
${sharedPrompts(shared).map(({ label, text }) => textBlock(label, text, 'text prompt'))}
${cellRuns.map((one) => cellRun(one, isOwn ? sharedSuffix(one.run) : null))}
${common !== null && textBlock(SUFFIX_LABEL, common, 'text prompt')}`;
}

/** Only what differs: the rest is the same for all, and is on the page. */
function table(cellRuns: readonly SharedCellRun[], rows: readonly SettingsRow[]): Html | null {
  if (rows.length === 0) return null;
  return html`<div class="wide"><table><thead><tr><td></td>${cellRuns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ label, cells }) => html`<tr><th scope="row">${label}</th>${cells.map(({ text }) => html`<td>${text}</td>`)}</tr>`)}</tbody></table></div>`;
}

function cellRun({ name, run, isRun }: SharedCellRun, suffix: string | null): Html {
  const after = suffix !== null && textBlock(`${SUFFIX_LABEL} of ${name}`, suffix, 'text prompt');
  if (!isRun) return html`<h2>${name}</h2><p class="facts">Not run.</p>${after}`;
  const outputs = run.outputs ?? [];
  return html`${outputs.map(({ text }, at) => textBlock(outputs.length > 1 ? `${name} · output ${at + 1}` : name, text, 'text'))}${after}`;
}
