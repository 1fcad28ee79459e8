import type { Settings } from '@/lib/protocol/request/settings';

/**
 * Variables: `{{name}}` in a prompt, a suffix or a stop text stands for the value of that column in a row of the
 * comparison's table. `{{{{` writes `{{`; closing braces need no escape. A value is never read for variables again.
 */

export const MAX_COLUMN_NAME = 40;

/** Names of variables: letters, digits, `_` and, within the name, spaces and hyphens. */
export const COLUMN_NAME = /^(?=.{1,40}$)[\p{L}_](?:[\p{L}\p{M}\p{N}_ -]*[\p{L}\p{M}\p{N}_-])?$/u;

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly source: string }
  /** Two braces that begin no variable's name. */
  | { readonly kind: 'fault'; readonly source: string };

/** Characters of the templates that are kept, or one longer template. */
const MAX_KNOWN = 500_000;
const known = new Map<string, readonly TemplatePart[]>();
let knownLength = 0;

/**
 * Finds variables, in time linear in the text: a name has at most 40 characters, and spaces around it. Those read before are
 * kept: every row of a table is filled into the same texts.
 */
export function templateParts(template: string): readonly TemplatePart[] {
  const before = known.get(template);
  if (before) return before;
  const parts = readParts(template);
  if (knownLength + template.length > MAX_KNOWN) {
    known.clear();
    knownLength = 0;
  }
  known.set(template, parts);
  knownLength += template.length;
  return parts;
}

function readParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  const add = (part: TemplatePart) => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(part);
  };
  for (;;) {
    const open = template.indexOf('{{', at);
    if (open < 0) break;
    text += template.slice(at, open);
    at = open;
    if (template.startsWith('{{{{', at)) {
      text += '{{';
      at += 4;
      continue;
    }
    // `{{{name}}}` is a value in braces.
    if (template.startsWith('{{{', at) && variableAt(template, at + 1)) {
      text += '{';
      at += 1;
    }
    const variable = variableAt(template, at);
    if (variable) {
      add({ kind: 'variable', ...variable });
      at += variable.source.length;
    } else {
      add({ kind: 'fault', source: template.slice(at, at + MAX_SOURCE) });
      text = '{{';
      at += 2;
    }
  }
  text += template.slice(at);
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** Characters of a variable with its braces. */
const MAX_SOURCE = 60;

function variableAt(template: string, at: number): { name: string; source: string } | null {
  const end = template.slice(at + 2, at + MAX_SOURCE).indexOf('}}');
  if (end < 0) return null;
  const name = template
    .slice(at + 2, at + 2 + end)
    .trim()
    .normalize('NFC');
  return COLUMN_NAME.test(name) ? { name, source: template.slice(at, at + 4 + end) } : null;
}

/** Undefined: there is no such variable. */
export type ValueFor = (name: string) => string | undefined;

/** Characters of all texts of a cell with its values: a short text can name a long value many times. */
export const MAX_FILLED = 4_000_000;

/**
 * The text with values in place of its variables; one without a value stays as it is written. As it is when it would have
 * more than `max` characters.
 */
export function filled(template: string, valueFor: ValueFor, max = MAX_FILLED): string {
  if (!template.includes('{{') || filledLength(template, valueFor, max) > max) return template;
  return templateParts(template)
    .map((part) => writtenPart(part, valueFor))
    .join('');
}

/** Counted no further once it is more than `max`. */
function filledLength(template: string, valueFor: ValueFor, max: number): number {
  if (!template.includes('{{')) return template.length;
  let length = 0;
  for (const part of templateParts(template)) {
    length += writtenPart(part, valueFor).length;
    if (length > max) break;
  }
  return length;
}

/** What the texts of a cell are as long as: `plain` characters, and each variable as often as it is written. */
export function templateSize(planned: Template): { plain: number; uses: ReadonlyMap<string, number> } {
  const uses = new Map<string, number>();
  let plain = 0;
  for (const [, text] of texts(planned)) {
    for (const part of templateParts(text)) {
      if (part.kind === 'variable') uses.set(part.name, (uses.get(part.name) ?? 0) + 1);
      else plain += part.kind === 'text' ? part.text.length : 0;
    }
  }
  return { plain, uses };
}

function writtenPart(part: TemplatePart, valueFor: ValueFor): string {
  if (part.kind === 'text') return part.text;
  return part.kind === 'fault' ? '' : (valueFor(part.name) ?? part.source);
}

function isTooLong(planned: Template, valueFor: ValueFor): boolean {
  let length = 0;
  for (const [, text] of texts(planned)) {
    length += filledLength(text, valueFor, MAX_FILLED - length);
    if (length > MAX_FILLED) return true;
  }
  return false;
}

/** The texts of a cell in which variables are read, by the request's field; a list of prompts is several. */
function texts({ prompt, settings }: Template): (readonly [Field, string])[] {
  const { values, sent } = settings;
  const of = (field: Field, given: unknown) =>
    (Array.isArray(given) ? given : [given]).flatMap((text): (readonly [Field, string])[] =>
      typeof text === 'string' ? [[field, text]] : [],
    );
  return [
    ...of('prompt', prompt),
    ...(['suffix', 'stop'] as const).flatMap((name) => (sent.includes(name) ? of(name, values[name]) : [])),
  ];
}

interface Template {
  readonly prompt: string | string[];
  readonly settings: Settings;
}

type Field = 'prompt' | 'suffix' | 'stop';

/** The names of the variables that a cell's texts have, each once, in their order. */
export function variablesIn(planned: Template): string[] {
  const names = texts(planned).flatMap(([, text]) =>
    templateParts(text).flatMap((part) => (part.kind === 'variable' ? part.name : [])),
  );
  return [...new Set(names)];
}

/** Why the texts of a cell cannot be filled in, each reason once. */
export function variableIssues(planned: Template, valueFor: ValueFor): { param: Field; message: string }[] {
  const found = new Map<string, { param: Field; message: string }>();
  for (const [param, text] of texts(planned)) {
    for (const part of text.includes('{{') ? templateParts(text) : []) {
      if (part.kind === 'text' || (part.kind === 'variable' && valueFor(part.name) !== undefined)) continue;
      const message =
        part.kind === 'variable'
          ? `There is no value for the variable “${part.name}”.`
          : 'A variable name needs two braces on each side. Type {{{{ for literal braces.';
      found.set(param + message, { param, message });
    }
  }
  if (isTooLong(planned, valueFor)) {
    const message = `With its values filled in, this is longer than ${MAX_FILLED.toLocaleString('en')} characters.`;
    found.set(message, { param: 'prompt', message });
  }
  return [...found.values()];
}

/** The cell's texts with values in place of variables; as they are where that would be too long. */
export function withValues<Planned extends Template>(planned: Planned, valueFor: ValueFor): Planned {
  if (isTooLong(planned, valueFor)) return planned;
  const fill = <Text>(text: Text): Text =>
    typeof text === 'string' ? (filled(text, valueFor) as Text) : text;
  const { prompt, settings } = planned;
  const { suffix, stop } = settings.values;
  const values: Settings['values'] = {
    ...settings.values,
    ...(suffix !== undefined && { suffix: fill(suffix) }),
    ...(stop !== undefined && { stop: (Array.isArray(stop) ? stop.map(fill) : fill(stop)) as typeof stop }),
  };
  return {
    ...planned,
    prompt: Array.isArray(prompt) ? prompt.map(fill) : fill(prompt),
    settings: { ...settings, values },
  };
}
