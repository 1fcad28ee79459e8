import type { FileProblem } from '@/lib/history/model/export/run-file-reader';

/** `1 run`, `1,200 runs`. */
export function runsLabel(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`;
}

/** What is wrong with a file as a whole. Runs that were read before the problem can still be imported. */
export function problemLabel(problem: FileProblem, runs: number): string {
  switch (problem) {
    case 'not_runs':
      return "This file doesn't contain runs. Choose a JSON or JSON Lines export.";
    case 'newer':
      return "This file was exported by a newer version of the playground. This one can't read it yet.";
    case 'not_utf8':
      return runs === 0 ? "This file isn't UTF-8 text." : "Part of this file isn't UTF-8 text.";
    case 'broken':
      return runs === 0 ? "This file isn't valid JSON." : "Part of this file isn't valid JSON.";
    case 'cut_off':
      return 'The file is incomplete. The runs in it can still be imported.';
  }
}
