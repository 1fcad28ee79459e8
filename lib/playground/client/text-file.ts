/** A file that was dropped or opened, as the text in it. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** More than any model reads, and little enough for a text field. In bytes. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Reads a file whole. What cannot be read as text, exactly, is refused and never half read. */
export async function readTextFile(file: File): Promise<TextFile> {
  if (file.size > MAX_FILE_BYTES) {
    return { ok: false, message: `${file.name} is larger than 8 MB.` };
  }
  try {
    return decodeText(new Uint8Array(await file.arrayBuffer()), file.name);
  } catch {
    // A folder, or a file that is gone by now.
    return { ok: false, message: `Couldn't read ${file.name}.` };
  }
}

/**
 * UTF-8, or UTF-16 that says so at its beginning. Any other encoding would have to be guessed, and a wrong guess
 * reaches the model.
 */
export function decodeText(bytes: Uint8Array, name: string): TextFile {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const message = `${name} isn't UTF-8 text. If it's a text file, save it as UTF-8 and try again.`;
    return { ok: false, message };
  }
  if (text.includes('\0')) return { ok: false, message: `${name} isn't a text file.` };
  return text === '' ? { ok: false, message: `${name} is empty.` } : { ok: true, text };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}
