'use client';

import { useEffect, useState } from 'react';
import {
  type DifferencesJob,
  findDifferences,
  type TextDifferences,
} from '@/lib/texts/model/text-differences';

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (result: TextDifferences) => void>();

/**
 * One for the page. Null when the browser has no workers or the worker's code did not load: then the page
 * computes by itself.
 */
function differencesWorker(): Worker | null {
  if (worker || typeof Worker === 'undefined') return worker;
  try {
    worker = new Worker(new URL('./differences-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
  worker.onmessage = ({ data }: MessageEvent<{ id: number; result: TextDifferences }>) => {
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  };
  return worker;
}

/** Returns a function that cancels the job. */
function workSoon(job: DifferencesJob, onResult: (result: TextDifferences) => void): () => void {
  const by = differencesWorker();
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

/** The result of a job; null without a job, and until it is done. */
export function useDifferences(job: DifferencesJob | null): TextDifferences | null {
  const [found, setFound] = useState<{ job: DifferencesJob; result: TextDifferences } | null>(null);
  useEffect(() => {
    if (job === null) return;
    return workSoon(job, (result) => setFound({ job, result }));
  }, [job]);
  return found !== null && found.job === job ? found.result : null;
}
