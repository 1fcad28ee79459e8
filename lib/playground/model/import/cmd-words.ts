/**
 * The words of a command as the command prompt of Windows and the C runtime would split them: the form of “Copy as
 * cURL (cmd)”. Two layers: outside of quotes a caret makes the next character plain (and joins lines); then words are
 * split at spaces outside of quotes, and within them `\"` or `""` is a quote.
 *
 * Browsers write every backslash twice, which curl would keep: what was meant is one.
 */
export function readCmdWords(command: string): string[] {
  return words(withoutCarets(command));
}

/** Whether a command is written for the command prompt of Windows. */
export function isCmd(command: string): boolean {
  return command.includes('^"') || command.includes(' ^\n') || command.includes(' ^\r\n');
}

function withoutCarets(command: string): string {
  const chunks: string[] = [];
  let copied = 0;
  let inQuotes = false;
  for (let at = 0; at < command.length; at += 1) {
    const char = command[at];
    if (char === '"') inQuotes = !inQuotes;
    else if (char === '\n' && !inQuotes) {
      // The command ends with its line.
      return chunks.join('') + command.slice(copied, at);
    } else if (char === '^' && !inQuotes) {
      chunks.push(command.slice(copied, at));
      // A caret before a line end hides it; the character after that is plain, also when it is a line end.
      const lineEnd = lineEndAt(command, at + 1);
      copied = at + 1 + lineEnd;
      at = copied + (lineEnd > 0 ? Math.max(0, lineEndAt(command, copied) - 1) : 0);
    }
  }
  chunks.push(command.slice(copied));
  return chunks.join('');
}

function lineEndAt(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;
}

function words(line: string): string[] {
  const found: string[] = [];
  let word: string[] | null = null;
  let inQuotes = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    const two = line.slice(at, at + 2);
    if (!inQuotes && /\s/.test(char)) {
      if (word !== null) found.push(word.join(''));
      word = null;
      continue;
    }
    word ??= [];
    if (two === '\\"' || two === '\\\\' || (inQuotes && two === '""')) {
      word.push(two[1] ?? '');
      at += 1;
    } else if (char === '"') inQuotes = !inQuotes;
    else word.push(char);
  }
  if (word !== null) found.push(word.join(''));
  return found;
}
