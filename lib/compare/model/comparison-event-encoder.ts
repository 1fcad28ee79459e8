import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { ComparisonEvent } from './comparison-events';

/**
 * Characters after which the events of one run begin a new line: a long snapshot stays far below the reader's
 * limit.
 */
const LINE_CHARACTERS = 256 * 1024;

/** One event of the stream of a comparison. JSON has no raw line breaks, so one data line is enough. */
export function encodeComparisonEvent(event: ComparisonEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** Encodes the events of one cell's run; the cell and the run id are written as JSON only once. */
export function cellEncoder(cell: string, runId: string): (events: readonly NumberedRunEvent[]) => string {
  const head = `data: {"type":"run","cell":${JSON.stringify(cell)},"runId":${JSON.stringify(runId)},"events":[`;
  return (events) => {
    let text = '';
    let line = '';
    for (const numbered of events) {
      line += line === '' ? JSON.stringify(numbered) : `,${JSON.stringify(numbered)}`;
      if (line.length < LINE_CHARACTERS) continue;
      text += `${head}${line}]}\n\n`;
      line = '';
    }
    return line === '' ? text : `${text}${head}${line}]}\n\n`;
  };
}
