import type { RunSummary } from '@/lib/contract/runs';

/** Letters of a name that are read out: the rest of a long prompt says no more. */
const MAX_NAME = 60;

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * Names one of many things for the buttons in its row: “Once upon a time, 27 Nov, 09:12:33”. To the second, since that is
 * what two runs of one prompt differ by.
 */
export function named(name: string, iso: string): string {
  const letters = [...name.replaceAll('\n', ' ').trim()];
  const short = letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME).join('')}…` : letters.join('');
  return `${short}, ${MOMENT.format(new Date(iso))}`;
}

export function runLabel(run: Pick<RunSummary, 'title' | 'promptPreview' | 'createdAt'>): string {
  return named((run.title ?? run.promptPreview).trim() || 'Empty prompt', run.createdAt);
}
