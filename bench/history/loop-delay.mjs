import { monitorEventLoopDelay } from 'node:perf_hooks';

// Loaded into the server under test (`--import`): at SIGUSR2 it prints the event loop's delays since the last
// time, in milliseconds.

const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
process.on('SIGUSR2', () => {
  const ms = (nanoseconds) => Math.round(nanoseconds / 1e6);
  const emitted = { p50: ms(delays.percentile(50)), p99: ms(delays.percentile(99)), max: ms(delays.max) };
  process.stderr.write(`loop delay ${JSON.stringify(emitted)}\n`);
  delays.reset();
});
