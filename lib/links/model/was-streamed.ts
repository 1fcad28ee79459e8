import type { SharedRun } from './shared-run';

/** Without the settings, several chunks of text show that it was streamed. */
export function wasStreamed({ parameters, pace }: Pick<SharedRun, 'parameters' | 'pace'>): boolean {
  return parameters === undefined ? (pace?.length ?? 0) > 1 : parameters.stream === true;
}
