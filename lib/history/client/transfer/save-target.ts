import { saveFile } from '@/lib/platform/client/save-file';

/** Where an export is written to. */
export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole: from now on it is there. */
  finish(): Promise<void>;
  /** The file is not to be. */
  abandon(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/**
 * A file that the person chooses, written while it comes, where the browser has that; else one that is gathered and then
 * downloaded. Null when they chose none. To be called while a press of a button is being handled.
 */
export async function chooseSaveTarget(suggestedName: string): Promise<SaveTarget | null> {
  const picker = globalThis as SavePicker;
  if (!picker.showSaveFilePicker) return downloadTarget(suggestedName);
  try {
    const handle = await picker.showSaveFilePicker({ suggestedName });
    const file = await handle.createWritable();
    return { write: (bytes) => file.write(bytes), finish: () => file.close(), abandon: () => file.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // A picker that may not be used here (a frame, a policy).
    return downloadTarget(suggestedName);
  }
}

/** Bytes are handed over to a Blob in pieces of this size: the browser keeps Blobs on its disk when they are large. */
const PIECE = 8 * 1024 * 1024;

export function downloadTarget(name: string): SaveTarget {
  let whole = new Blob([]);
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const gather = () => {
    whole = new Blob([whole, ...parts]);
    parts = [];
    size = 0;
  };
  return {
    async write(bytes) {
      parts.push(bytes);
      size += bytes.length;
      if (size >= PIECE) gather();
    },
    async finish() {
      gather();
      saveFile(name, whole);
    },
    async abandon() {
      parts = [];
      whole = new Blob([]);
    },
  };
}
