import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { poolUse } from '@/lib/platform/db/client';
import { openResponses } from './http/open-responses';
import { perProcess } from './per-process';

/**
 * What Prometheus reads at `/api/metrics`. Names begin with `playground_`, units are in the names, as
 * Prometheus has them (seconds, bytes). Nothing here says anything about a person: no label has an id.
 */

const PREFIX = 'playground_';

const registry = () => perProcess('metrics', () => new Registry());

/** The same metric for every copy of a module that a bundler makes. */
function once<Metric>(name: string, make: () => Metric): Metric {
  return perProcess(`metric-${name}`, make);
}

type Named<Configuration> = Omit<Configuration, 'registers'>;

export function counter<Label extends string>(options: Named<CounterConfiguration<Label>>): Counter<Label> {
  return once(options.name, () => new Counter({ ...named(options), registers: [registry()] }));
}

export function gauge<Label extends string>(options: Named<GaugeConfiguration<Label>>): Gauge<Label> {
  return once(options.name, () => new Gauge({ ...named(options), registers: [registry()] }));
}

export function histogram<Label extends string>(
  options: Named<HistogramConfiguration<Label>>,
): Histogram<Label> {
  return once(options.name, () => new Histogram({ ...named(options), registers: [registry()] }));
}

function named<Options extends { name: string }>(options: Options): Options {
  return { ...options, name: PREFIX + options.name };
}

/** Of the process itself; begins with the first reader, so that a server nobody watches spends nothing on it. */
function ofProcess(): true {
  return perProcess('metrics-of-process', () => {
    collectDefaultMetrics({ register: registry() });
    gauge({
      name: 'http_responses_open',
      help: 'Responses being sent now, including event streams.',
      collect() {
        this.set(openResponses());
      },
    });
    gauge({
      name: 'database_connections',
      help: 'Connections to Postgres by state, and queries waiting for one. Absent with SQLite.',
      labelNames: ['state'],
      collect() {
        const use = poolUse();
        if (use === null) return;
        for (const [state, count] of Object.entries(use)) this.set({ state }, count);
      },
    });
    return true as const;
  });
}

/** Everything in Prometheus' text format. */
export async function metricsResponse(): Promise<Response> {
  ofProcess();
  const text = await registry().metrics();
  return new Response(text, { headers: { 'content-type': registry().contentType } });
}
