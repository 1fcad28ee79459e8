import { promptTexts } from '@/lib/protocol/request/prompts';
import { endingLabel } from '@/lib/protocol/run/finish-reason';
import { formatCost } from '@/lib/protocol/run/money';
import { isOnlyScoring } from '@/lib/runs/model/score/score-request';
import type { ExportedRun } from '../run-export';
import type { RunEncoder } from './export-formats';
import { plainText } from './plain-text';

const TITLE_LENGTH = 80;

/**
 * For people: a heading per run, and texts in fences that nothing inside them can close. Probabilities are
 * left out.
 */
export function createMarkdownEncoder(exportedAt: string): RunEncoder {
  let number = 0;
  return {
    begin: () => `# Runs\n\nExported from Completions Playground, ${formatTime(exportedAt)}.\n`,
    *run(run) {
      number += 1;
      let before = `\n${runMark(number)}\n`;
      for (const part of section(run, number)) {
        yield before + part;
        before = '\n';
      }
    },
    end: () => '',
  };
}

/** An invisible line that shows how much of a document has come (see run-counter.ts). */
function runMark(number: number): string {
  return `<!-- run ${number} -->`;
}

function* section(run: ExportedRun, number: number): Generator<string, void> {
  yield `## ${number}. ${headingOf(run)}\n`;
  yield facts(run);
  yield* promptParts(run);
  if (run.note !== null) {
    yield '### Note\n';
    yield fenced(run.note);
  }
  for (const output of run.outputs) {
    const which = run.choiceCount > 1 || run.outputs.length > 1 ? ` ${output.index + 1}` : '';
    yield `### Output${which}\n`;
    // Nobody asked for an end of a text that was only scored.
    if (!isOnlyScoring(run.request)) {
      yield `${escaped(endingLabel(output.finishReason, output.stopReason))}.\n`;
    }
    yield fenced(output.text);
  }
  if (run.error !== null) {
    yield `### Error: ${run.error.kind}\n`;
    yield fenced(run.error.message);
  }
}

function promptParts({ request }: ExportedRun): string[] {
  const prompts = promptTexts(request.prompt);
  const parts = prompts.flatMap((prompt, at) => [
    `### Prompt${prompts.length > 1 ? ` ${at + 1}` : ''}\n`,
    fenced(prompt),
  ]);
  if (request.suffix !== undefined) parts.push('### Suffix\n', fenced(request.suffix));
  return parts;
}

/** The title, or the first words of the prompt. */
function headingOf(run: ExportedRun): string {
  const given = run.title ?? promptTexts(run.request.prompt).find((prompt) => prompt.trim() !== '') ?? '';
  const words = given.replace(/\s+/g, ' ').trim();
  const heading = words.length > TITLE_LENGTH ? `${words.slice(0, TITLE_LENGTH).trimEnd()}…` : words;
  return heading === '' ? 'Untitled run' : escaped(heading);
}

function facts(run: ExportedRun): string {
  const { model: _model, prompt: _prompt, suffix: _suffix, ...parameters } = run.request;
  const rows: [string, string | null][] = [
    ['Created', formatTime(run.createdAt)],
    ['Status', run.status],
    ['Model', code(run.model)],
    ['Connection', escaped(run.connectionName)],
    ['Source', escaped(run.sourceName === null ? run.source : `${run.source}, ${run.sourceName}`)],
    ['Tags', run.tags.length === 0 ? null : run.tags.map(escaped).join(', ')],
    ['Starred', run.starred ? 'yes' : null],
    ['Parameters', Object.keys(parameters).length === 0 ? null : code(JSON.stringify(parameters))],
    ['Duration', run.durationMs === null ? null : `${(run.durationMs / 1000).toFixed(2)} s`],
    ['Completion tokens', run.tokenCount === null ? null : String(run.tokenCount)],
    ['Cost', run.cost === undefined ? null : escaped(formatCost(run.cost))],
    ['ID', code(run.id)],
    ['Parent', run.parentId === null ? null : code(run.parentId)],
  ];
  return rows.flatMap(([term, value]) => (value === null ? [] : [`- ${term}: ${value}\n`])).join('');
}

/** A fence one backtick longer than any in the text. */
function fenced(text: string): string {
  const plain = plainText(text);
  const fence = '`'.repeat(Math.max(3, longestBackticks(plain) + 1));
  return `${fence}text\n${plain}${plain.endsWith('\n') ? '' : '\n'}${fence}\n`;
}

/** Code within a line; a line break would end the list item. */
function code(text: string): string {
  const line = plainText(text).replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestBackticks(line) + 1);
  const gap = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${gap}${line}${gap}${ticks}`;
}

function longestBackticks(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Text within a line, with everything escaped that Markdown or HTML would interpret. */
function escaped(text: string): string {
  return plainText(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|!~&]/g, '\\$&');
}

function formatTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}
