import { saveFile } from '@/lib/platform/client/save-file';

/** Where an export is written to. */
export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is complete and saved. */
  finish(): Promise<void>;
  /** Discards the file. */
  abandon(): Promise<void>;
  /** The browser puts it where its downloads are; else the person has chosen where it is. */
  readonly isDownload?: boolean;
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Whether this browser can ask where to save. */
export function hasSavePicker(): boolean {
  return 'showSaveFilePicker' in globalThis;
}

/**
 * A file that the person chooses, written as it downloads, if the browser supports that; otherwise collected
 * and then downloaded. Null when the person cancelled. Call it while a click is being handled.
 */
export async function chooseSaveTarget(suggestedName: string): Promise<SaveTarget | null> {
  const picker = globalThis as SavePicker;
  if (!picker.showSaveFilePicker) return downloadTarget(suggestedName);
  try {
    const handle = await picker.showSaveFilePicker({ suggestedName });
    const file = await handle.createWritable();
    return {
      write: (bytes) => file.write(bytes),
      finish: () => file.close(),
      abandon: () => file.abort(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // The picker may not be used here (in a frame, or by a policy).
    return downloadTarget(suggestedName);
  }
}

/** Bytes go into a Blob in chunks of this size: browsers move large Blobs to disk. */
const CHUNK_BYTES = 8 * 1024 * 1024;

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
    isDownload: true,
    async write(bytes) {
      parts.push(bytes);
      size += bytes.length;
      if (size >= CHUNK_BYTES) gather();
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
