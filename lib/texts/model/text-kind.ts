import { parseJsonTree } from './json-tree';
import { splitLines } from './split-text';

/** The best way to compare an output: by structure, by line, or by word. */
export type TextKind = 'json' | 'code' | 'prose';

/** How many lines a guess looks at, and how much of each: the patterns below would be slow on longer ones. */
const LOOK_AT = 300;
const LINE = 300;

/**
 * What a text looks like: JSON when it is an object or a list, whole or cut off, alone or in a Markdown
 * fence; code judging by its lines; otherwise prose.
 */
export function textKind(text: string): TextKind {
  if (looksLikeJson(text)) return 'json';
  return looksLikeCode(text) ? 'code' : 'prose';
}

/** The kind used for a whole comparison: that of most outputs, ignoring empty ones. */
export function commonTextKind(texts: readonly string[]): TextKind {
  const counts = { json: 0, code: 0, prose: 0 };
  for (const text of texts) if (text.trim() !== '') counts[textKind(text)] += 1;
  if (counts.json > counts.code && counts.json > counts.prose) return 'json';
  return counts.code > counts.prose ? 'code' : 'prose';
}

function looksLikeJson(text: string): boolean {
  // A bracket that continues in prose ("[1] Smith et al.") is not a list; nor is a single word or number JSON
  // here.
  if (!/^\s*(?:```\w*\s*)?(?:\{\s*["}]|\[\s*["[{\]\dtfn-])/.test(text)) return false;
  const parsed = parseJsonTree(text);
  return parsed.ok || parsed.reason === 'cut-off' || parsed.reason === 'too-deep';
}

const OPENING_WORD =
  /^(?:def|class|function|return|import|from|export|const|let|var|if|elif|else|for|while|try|except|catch|finally|with|async|await|public|private|protected|static|void|int|func|fn|use|impl|struct|enum|interface|type|package|namespace|raise|throw|switch|case|print|echo|end|yield|pass|break|continue|SELECT|INSERT|UPDATE|CREATE)\b/;
const ENDING = /[;{}]\s*$|\)\s*:?\s*$|\]\s*,?\s*$|=>\s*$|[^\s:]:\s*$/;
const INSIDE =
  /[\w)\]]\s*(?:[-+*/%|&]?=|===?|!==?|=>|->|:=|&&|\|\|)\s*[\w"'([{-]|\w\.\w+\(|\w\([^)]*\)|^\s*(?:#include|#!|\/\/|\/\*|<\/?\w+[^>]*>|@\w+|--\s)|<\/\w+>\s*$/;

/**
 * A line looks like code by its beginning, its content and its end; two of the three count as a whole line,
 * indentation as half of one.
 */
function looksLikeCode(text: string): boolean {
  const lines = splitLines(text.slice(0, LOOK_AT * LINE))
    .slice(0, LOOK_AT)
    .map((line) => line.slice(0, LINE))
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) return false;
  if (/^\s*```/.test(text)) return true;
  let score = 0;
  for (const line of lines) {
    const trimmed = line.trim();
    const signs =
      Number(OPENING_WORD.test(trimmed)) +
      Number(ENDING.test(trimmed)) +
      Number(INSIDE.test(trimmed)) +
      Number(/^(?: {2,}|\t)\S/.test(line)) / 2;
    // Prose within code (a comment) counts for nothing; long lines of words count against.
    score += Math.min(1, signs / 2) - (signs < 1 && /(?:[\p{L}'’,-]+ ){6}/u.test(trimmed) ? 0.5 : 0);
  }
  return score / lines.length >= 0.4;
}
