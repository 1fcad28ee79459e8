import type { RunSummary } from '@/lib/runs/model/runs';

/** How much of a name a screen reader reads: the rest of a long prompt adds nothing. */
const MAX_NAME = 60;

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * Labels one of many things for the buttons in its row: “Once upon a time, 27 Nov, 09:12:33”. With seconds,
 * since these distinguish two runs of one prompt.
 */
export function named(name: string, iso: string): string {
  const letters = [...name.replaceAll('\n', ' ').trim()];
  const short = letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME).join('')}…` : letters.join('');
  return `${short}, ${MOMENT.format(new Date(iso))}`;
}

export type NamedRun = Pick<RunSummary, 'id' | 'title' | 'promptPreview' | 'createdAt'>;

/** A unique label for each of these runs, by id: runs of the same second are numbered. */
export function runLabels(runs: readonly NamedRun[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    runs.map((run) => {
      const label = named((run.title ?? run.promptPreview).trim() || 'Empty prompt', run.createdAt);
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      return [run.id, count === 1 ? label : `${label}, number ${count}`];
    }),
  );
}
