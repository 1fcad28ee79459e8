/**
 * The text of a web page, for error messages. The pages come from arbitrary servers, so everything here walks
 * a text only once: a pattern such as `<[^>]*>` starts again at every `<` of a page without `>`.
 */

/** A page's title, or else its first heading, or else its first words; null when it has none. */
export function htmlMessage(html: string): string | null {
  for (const tag of ['title', 'h1', 'h2']) {
    const text = plainText(innerOf(html, tag));
    if (text !== '') return text;
  }
  const text = plainText(withoutScripts(html));
  return text === '' ? null : text.slice(0, 300);
}

/** The content of the first element with that name; empty when none is closed. */
function innerOf(html: string, tag: string): string {
  const opening = html.search(new RegExp(`<${tag}\\b`, 'i'));
  const start = opening === -1 ? -1 : html.indexOf('>', opening);
  if (start === -1) return '';
  const end = searchFrom(html, new RegExp(`</${tag}`, 'gi'), start);
  return end === -1 ? '' : html.slice(start + 1, end);
}

/** Replaces scripts and styles with a space; an unclosed one stays. */
function withoutScripts(html: string): string {
  const chunks: string[] = [];
  const opening = /<(script|style)\b/gi;
  const closing = { script: /<\/script>/gi, style: /<\/style>/gi };
  const unclosed = new Set<string>();
  let from = 0;
  for (let found = opening.exec(html); found !== null; found = opening.exec(html)) {
    const name = found[1]?.toLowerCase() === 'script' ? 'script' : 'style';
    // When one is not closed, none after it is.
    if (unclosed.has(name)) continue;
    const end = searchFrom(html, closing[name], found.index);
    if (end === -1) {
      unclosed.add(name);
      continue;
    }
    chunks.push(html.slice(from, found.index));
    from = closing[name].lastIndex;
    opening.lastIndex = from;
  }
  chunks.push(html.slice(from));
  return chunks.join(' ');
}

/** Next match of a pattern with the flag `g`; −1: none. */
function searchFrom(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
};

function plainText(html: string): string {
  return withoutTags(html)
    .replace(/&(#?\w{1,8});/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Replaces tags with a space; an unclosed `<` stays. */
function withoutTags(html: string): string {
  const chunks: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', from)) {
    const end = html.indexOf('>', at);
    if (end === -1) break;
    chunks.push(html.slice(from, at));
    from = end + 1;
  }
  chunks.push(html.slice(from));
  return chunks.join(' ');
}
