/** The words of a shell command, and its here-document. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** The text of `<<'WORD'`, when there is one. */
  readonly hereDocument: string | null;
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

/** The words of one shell command as a POSIX shell would split them; variables stay as written. */
export function readShellWords(command: string): ShellCommand {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  const add = (text: string) => {
    word = (word ?? '') + text;
  };
  const finish = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const until = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(command)?.[0] ?? '';
    at += found.length;
    return found;
  };

  while (at < command.length) {
    const char = command[at] ?? '';
    const two = command.slice(at, at + 2);
    if (two === '\\\n' || two === '^\n') at += 2;
    else if (two === '\\\r' || two === '^\r') at += 3;
    else if (/\s/.test(char)) {
      finish();
      at += 1;
      // A line without a continuation ends the command, once it has begun.
      if (char === '\n' && words.length > 0) break;
    } else if (two === '<<') {
      finish();
      return { words, hereDocument: hereDocument(command.slice(at)) };
    } else if (two === "$'") {
      at += 2;
      add(ansi());
    } else if (char === "'") {
      at += 1;
      add(until(/[^']*/y));
      at += 1;
    } else if (char === '"') {
      at += 1;
      add(doubleQuoted());
    } else if (char === '\\') {
      add(command[at + 1] ?? '');
      at += 2;
    } else if (';|&'.includes(char)) break;
    else add(until(/[^\s'"\\;|&$^]+|[$^]/y));
  }
  finish();
  return { words, hereDocument: null };

  function doubleQuoted(): string {
    let text = '';
    for (;;) {
      text += until(/[^"\\]+/y);
      const char = command[at];
      at += 1;
      if (char === undefined || char === '"') return text;
      const next = command[at] ?? '';
      at += 1;
      if (next === '\n') continue;
      text += '"\\$`'.includes(next) ? next : `\\${next}`;
    }
  }

  function ansi(): string {
    let text = '';
    for (;;) {
      text += until(/[^'\\]+/y);
      const char = command[at];
      at += 1;
      if (char === undefined || char === "'") return text;
      const digits = until(/x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}/y);
      if (digits !== '') text += String.fromCharCode(Number.parseInt(digits.slice(1), 16));
      else {
        const next = command[at] ?? '';
        at += 1;
        text += ANSI[next] ?? `\\${next}`;
      }
    }
  }
}

function hereDocument(text: string): string | null {
  const start = /^<<-?\s*(?:'([^'\n]+)'|"([^"\n]+)"|(\w+))/.exec(text);
  const end = start?.[1] ?? start?.[2] ?? start?.[3];
  const line = start ? text.indexOf('\n', start[0].length) : -1;
  if (line === -1 || end === undefined) return null;
  const lines = text.slice(line + 1).split('\n');
  const last = lines.indexOf(end);
  return lines.slice(0, last === -1 ? undefined : last).join('\n');
}
