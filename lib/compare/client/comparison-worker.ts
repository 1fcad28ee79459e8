import { type ComparisonJob, runComparisonJob } from './comparison-job';

/** Compares off the main thread, so that streaming texts and typing never wait for it. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{ id: number; job: ComparisonJob }>) => void) | null;
  postMessage(message: unknown): void;
};

scope.onmessage = ({ data: { id, job } }) => {
  scope.postMessage({ id, result: runComparisonJob(job) });
};
