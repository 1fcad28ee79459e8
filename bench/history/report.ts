import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FILE = path.join(import.meta.dirname, '..', 'HISTORY.md');

const INTRODUCTION = `# How long the history takes to answer

\`npm run bench:history\`, \`npm run bench:scroll\` and \`npm run bench:transfer\`: generated runs of one user, with words as uneven as in any language,
prompts and outputs from a line to some pages (\`lib/platform/db/testing/generate-runs.ts\`). Each section says when and where it was
measured, and what else the machine was doing; it is written anew by the next measurement of its kind, the others stay.

In the data layer: from the call of \`searchRuns\` to a page of 50 with tags, links and the places of hits; the first page
and the two that follow it, everything in changing order. What is asked for is listed in \`bench/history/queries.ts\`.`;

/** The order of the sections in the file. */
const ORDER = ['SQLite', 'Postgres', 'Scrolling', 'Export and import'];

/** Replaces the section with the same heading in bench/HISTORY.md. */
export function writeSection(heading: string, text: string): void {
  const sections = new Map(readSections());
  sections.set(heading, text.trim());
  const rank = (of: string) => ORDER.findIndex((kind) => of.startsWith(kind));
  const sorted = [...sections].sort(([a], [b]) => rank(a) - rank(b) || a.length - b.length);
  const parts = sorted.map(([of, content]) => `## ${of}\n\n${content}`);
  writeFileSync(FILE, `${[INTRODUCTION, ...parts].join('\n\n')}\n`);
}

function readSections(): [string, string][] {
  if (!existsSync(FILE)) return [];
  const [, ...parts] = readFileSync(FILE, 'utf8').split(/^## /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return [part.slice(0, end).trim(), part.slice(end).trim()];
  });
}

/**
 * When, on what, and how busy it was: the load is the average number of runnable processes over the last
 * minute.
 */
export function circumstances(loadBefore: number): string {
  const load = `${loadBefore.toFixed(1)} before, ${loadOfMachine().toFixed(1)} after`;
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${os.cpus().length} cores, Node ${process.versions.node}, load of the machine ${load}.`;
}

export function loadOfMachine(): number {
  return os.loadavg()[0] ?? 0;
}
