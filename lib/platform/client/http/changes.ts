/*
 * Lists are reloaded again and again while rows of them are deleted, starred, restored. An answer that was
 * under way during a change is from before it: it would bring back what was just deleted.
 */

let underWay = 0;
let done = 0;
let waiting: (() => void)[] = [];

/** Changes rows of a list on the server. Lists read meanwhile are read again afterwards. */
export async function changing<Value>(work: () => Promise<Value>): Promise<Value> {
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
    done += 1;
    if (underWay === 0) {
      const woken = waiting;
      waiting = [];
      for (const go of woken) go();
    }
  }
}

/** Changing one row after another must not keep a list from ever loading. */
const MAX_READS = 5;

/** In milliseconds. A change that hangs must not either: its caller reloads the list when it ends. */
const MAX_WAIT_MS = 5_000;

/**
 * Reads a list as it is after every change that this page started before the answer came. An abort also ends
 * the waiting, and is thrown as it is.
 */
export async function readCurrent<Value>(read: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  for (let reads = 1; ; reads += 1) {
    const isQuiet = await nothingUnderWay(signal);
    const before = done;
    const value = await read();
    const isCurrent = done === before && (underWay === 0 || !isQuiet);
    if (isCurrent || reads === MAX_READS) return value;
  }
}

/** False: something has been under way for too long. */
function nothingUnderWay(signal: AbortSignal | undefined): Promise<boolean> {
  signal?.throwIfAborted();
  if (underWay === 0) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      waiting = waiting.filter((one) => one !== go);
    };
    const go = () => {
      end();
      resolve(true);
    };
    const abort = () => {
      end();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      end();
      resolve(false);
    }, MAX_WAIT_MS);
    waiting.push(go);
    signal?.addEventListener('abort', abort);
  });
}
