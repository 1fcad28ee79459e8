import type { FileProblem } from '@/lib/history/model/export/run-file-reader';

/** `1 run`, `1,200 runs`. */
export function runsLabel(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`;
}

/** `340 bytes`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

/** What is wrong with a file as a whole. Runs that were read before the problem can still be imported. */
export function problemLabel(problem: FileProblem, runs: number): string {
  switch (problem) {
    case 'not_runs':
      return 'This is no file of runs. Choose one that was exported here as JSON or JSON Lines.';
    case 'newer':
      return 'This file was exported by a newer version of the playground, which this server cannot read yet.';
    case 'not_utf8':
      return runs === 0
        ? 'This file is not text in UTF-8.'
        : 'From some point on the file is not text in UTF-8.';
    case 'broken':
      return runs === 0 ? 'This file is not valid JSON.' : 'From some point on the file is not valid JSON.';
    case 'cut_off':
      return 'The file ends early, as if its export had been broken off. What is there can be imported.';
  }
}
