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
const MOST_READS = 5;

/** Reads a list as it is after every change of this page that was begun until the answer came. */
export async function readCurrent<Value>(read: () => Promise<Value>): Promise<Value> {
  for (let reads = 1; ; reads += 1) {
    await nothingUnderWay();
    const before = done;
    const value = await read();
    if ((underWay === 0 && done === before) || reads === MOST_READS) return value;
  }
}

function nothingUnderWay(): Promise<void> {
  if (underWay === 0) return Promise.resolve();
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}
