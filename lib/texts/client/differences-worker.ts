import { type DifferencesJob, findDifferences } from '@/lib/texts/model/text-differences';

/** Compares off the main thread, so that streaming texts and typing never wait for it. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{ id: number; job: DifferencesJob }>) => void) | null;
  postMessage(message: unknown): void;
};

scope.onmessage = ({ data: { id, job } }) => {
  scope.postMessage({ id, result: findDifferences(job) });
};
