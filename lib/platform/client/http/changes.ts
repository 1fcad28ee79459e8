/*
 * Lists are asked for again and again while rows of them are deleted, starred, brought back. An answer that was on its way
 * when something was changed tells of the time before: it would bring back what was just deleted.
 */

let underWay = 0;
let done = 0;
let waiting: (() => void)[] = [];

/** Changes rows of a list on the server. Whatever is read meanwhile is read again afterwards. */
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

/** Somebody who changes one row after another must not keep a list from ever coming. */
const MAX_READS = 5;

/** Milliseconds. Nor must a change that hangs: whoever made it asks for the list again at its end. */
const MAX_WAIT_MS = 5_000;

/**
 * Reads a list as it is after every change of this page that was begun until the answer came. An abort ends the waiting,
 * too, and is thrown as it is.
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

/** False: something still is, and has been for too long. */
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
