import { gauge } from '@/lib/platform/server/metrics';
import { sharedRedis } from './shared-redis';

/** Adds whether Redis answers to the metrics. */
export function gaugeRedis(): void {
  gauge({
    name: 'redis_up',
    help: "1 while Redis responds, 0 while it doesn't. No value without REDIS_URL.",
    collect() {
      const redis = sharedRedis();
      if (redis === null) this.remove();
      else this.set(redis.isUp ? 1 : 0);
    },
  });
}
