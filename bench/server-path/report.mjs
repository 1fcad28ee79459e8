import os from 'node:os';

/** @param {number[]} values */
function quantile(values, share) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The median over the rounds, followed by the minimum and the maximum. */
function spread(values, digits = 1) {
  const median = quantile(values, 0.5).toFixed(digits);
  const [min, max] = [Math.min(...values).toFixed(digits), Math.max(...values).toFixed(digits)];
  return values.length > 1 ? `${median} (${min}–${max})` : median;
}

const COLUMNS = [
  ['request to first token, ms', (row) => quantile(row.firstTokenMs, 0.5), 1],
  ['first-token lag p50, ms', (row) => quantile(row.firstLags, 0.5), 1],
  ['p99', (row) => quantile(row.firstLags, 0.99), 1],
  ['later tokens’ lag p50, ms', (row) => quantile(row.laterLags, 0.5), 1],
  ['p99', (row) => quantile(row.laterLags, 0.99), 1],
  ['tokens/s', (row) => row.tokens / row.seconds, 0],
  ['CPU ms per 1,000 tokens', (row) => row.cpuPer1k, 0],
  ['peak RSS, MB', (row) => row.rssMb, 0],
  ['streams not whole', (row) => row.lost, 0],
];

/** The document that `npm run bench` writes. */
export function report(rows, loads, { rounds, isPinned }) {
  const lines = [
    '# The server’s path, measured',
    '',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ` +
      `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.platform()} ${os.release()}. ` +
      `${rounds} interleaved rounds; median (least–most). ` +
      (isPinned
        ? 'The server under test has one core, the load and the emitter the other.'
        : 'One core for all.'),
    '',
    'Our server is the whole app: session, sealed key opened, run recorded in SQLite, log on. “direct” is the emitter',
    'without anything between. Lag is the time from the emitter’s write of a token to the reader’s sight of it.',
    '',
  ];
  for (const load of loads) {
    lines.push(`## ${load.name}`, '', `| | ${COLUMNS.map(([title]) => title).join(' | ')} |`);
    lines.push(`|---|${COLUMNS.map(() => '---').join('|')}|`);
    const ofLoad = rows.filter((row) => row.load === load.name);
    for (const target of new Set(ofLoad.map((row) => row.target))) {
      const own = ofLoad.filter((row) => row.target === target);
      const cells = COLUMNS.map(([, value, digits]) => spread(own.map(value), digits));
      lines.push(`| ${target} | ${cells.join(' | ')} |`);
    }
    const hashes = new Set(ofLoad.map((row) => row.hash));
    lines.push(
      '',
      `Output hashes: ${hashes.size === 1 ? 'all equal' : `different (${[...hashes].join(', ')})`}.`,
      '',
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
