/** The runs of text from a shared document belong to somebody else: they can be told apart, and are not here. */
const PREFIX = 'shared:';

/** @param document an id for all runs of one document */
export function foreignRunId(document: string, number: number): string {
  return `${PREFIX}${document}:${number}`;
}

export function isForeignRun(runId: string): boolean {
  return runId.startsWith(PREFIX);
}
