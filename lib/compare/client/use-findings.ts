'use client';

import { useEffect, useState } from 'react';
import { type ComparisonFindings, type ComparisonJob, runComparisonJob } from './comparison-job';

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (result: ComparisonFindings) => void>();

/**
 * One for the page. Null when the browser has no workers or the worker's code did not load: then the page
 * computes by itself.
 */
function comparisonWorker(): Worker | null {
  if (worker || typeof Worker === 'undefined') return worker;
  try {
    worker = new Worker(new URL('./comparison-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
  worker.onmessage = ({ data }: MessageEvent<{ id: number; result: ComparisonFindings }>) => {
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  };
  return worker;
}

/** Returns a function that cancels the job. */
function workSoon(job: ComparisonJob, onResult: (result: ComparisonFindings) => void): () => void {
  const by = comparisonWorker();
  if (!by) {
    const timer = setTimeout(() => onResult(runComparisonJob(job)));
    return () => clearTimeout(timer);
  }
  lastId += 1;
  const id = lastId;
  const onError = () => {
    if (waiting.delete(id)) onResult(runComparisonJob(job));
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
export function useFindings(job: ComparisonJob | null): ComparisonFindings | null {
  const [found, setFound] = useState<{ job: ComparisonJob; result: ComparisonFindings } | null>(null);
  useEffect(() => {
    if (job === null) return;
    return workSoon(job, (result) => setFound({ job, result }));
  }, [job]);
  return found !== null && found.job === job ? found.result : null;
}
