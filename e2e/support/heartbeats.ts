import type { App } from './app';

/** The age of a server's heartbeat falls each time that it writes one. */
const beats = new Map<App, { last: number; count: number }>();
/** How many heartbeats have been seen of this server: one every four seconds. Ask it often. */
export async function heartbeats(app: App): Promise<number> {
  const text = await (await fetch(`${app.url}/api/metrics`)).text();
  const age = Number(/^playground_heartbeat_age_seconds (\S+)$/m.exec(text)?.[1]);
  const known = beats.get(app) ?? { last: age, count: 0 };
  beats.set(app, { last: age, count: known.count + (age < known.last ? 1 : 0) });
  return beats.get(app)?.count ?? 0;
}
