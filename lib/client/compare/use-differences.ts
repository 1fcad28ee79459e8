'use client';

import { useEffect, useState } from 'react';
import { type DifferenceJob, type DifferenceResult, findDifferences } from './difference-job';

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (result: DifferenceResult) => void>();

/** One for the page. Null where a browser has none, or its code did not come: then the page compares by itself. */
function differenceWorker(): Worker | null {
  if (worker || typeof Worker === 'undefined') return worker;
  try {
    worker = new Worker(new URL('./difference-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
  worker.onmessage = ({ data }: MessageEvent<{ id: number; result: DifferenceResult }>) => {
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  };
  return worker;
}

/** Returns how to take the wish back. */
function compareSoon(job: DifferenceJob, onResult: (result: DifferenceResult) => void): () => void {
  const by = differenceWorker();
  if (!by) {
    const timer = setTimeout(() => onResult(findDifferences(job)));
    return () => clearTimeout(timer);
  }
  lastId += 1;
  const id = lastId;
  const onError = () => {
    if (waiting.delete(id)) onResult(findDifferences(job));
  };
  by.addEventListener('error', onError);
  waiting.set(id, (result) => {
    by.removeEventListener('error', onError);
    onResult(result);
  });
  by.postMessage({ id, job });
  return () => {
    waiting.delete(id);
    by.removeEventListener('error', onError);
  };
}

/** The differences that a job asks for; null without one, and until they are found. */
export function useDifferences(job: DifferenceJob | null): DifferenceResult | null {
  const [found, setFound] = useState<{ job: DifferenceJob; result: DifferenceResult } | null>(null);
  useEffect(() => {
    if (job === null) return;
    return compareSoon(job, (result) => setFound({ job, result }));
  }, [job]);
  return found !== null && found.job === job ? found.result : null;
}
