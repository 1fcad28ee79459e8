import { startMisbehavingServer } from './misbehaving-server';
import { answers } from './upstream-answers';

/**
 * The misbehaving server by hand: `npx tsx lib/server/testing/run-misbehaving-server.ts [port] [behaviour]`. Behaviours
 * are the names of `answers` that need no argument, and a slow proper stream by default.
 */
const WORDS = 'The lighthouse keeper counted the waves until the tide turned and the boats came home.'.split(
  /(?= )/,
);

const [port = '4010', behaviour = 'stream'] = process.argv.slice(2);
const server = await startMisbehavingServer(Number(port));
const script = {
  stream: answers.stream(WORDS),
  silence: answers.silence(),
  stall: answers.stall(WORDS),
  reset: answers.reset(),
  cut: answers.cutMidEvent(WORDS),
  'rate-limit': answers.error(429, 'Slow down.', { headers: { 'retry-after': '7' } }),
  page: answers.body(502, 'text/html', '<html><title>502 Bad Gateway</title></html>'),
}[behaviour];
if (script !== undefined) server.always(script);
process.stdout.write(`${behaviour} at ${server.url}\n`);
