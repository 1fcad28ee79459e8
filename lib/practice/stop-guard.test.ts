import { describe, expect, it } from 'vitest';
import { createStopGuard } from './stop-guard';

/** Feeds a text in chunks and returns what may leave after each. */
function run(stops: readonly string[], chunks: readonly string[]): (number | string)[] {
  const guard = createStopGuard(stops);
  return chunks.map((chunk) => {
    const { safe, found } = guard.push(chunk);
    return found ? `found ${safe}` : safe;
  });
}

describe('stop guard', () => {
  it('holds back what may become a stop text', () => {
    expect(run(['END'], ['ab', 'E', 'N', 'x', 'EN', 'D!'])).toEqual([2, 2, 2, 5, 5, 'found 5']);
  });

  it('takes the earliest of several stop texts', () => {
    expect(run(['world', 'o'], ['hell', 'o world'])).toEqual([4, 'found 4']);
  });

  it('finds a stop text that begins inside a false start', () => {
    expect(run(['aab'], ['a', 'a', 'a', 'b'])).toEqual([0, 0, 1, 'found 1']);
  });

  it('finds stop texts far into a long text', () => {
    const guard = createStopGuard(['\n\n']);
    for (let chunk = 0; chunk < 1000; chunk += 1) expect(guard.push('abc').safe).toBe(3 * (chunk + 1));
    expect(guard.push('\n').safe).toBe(3000);
    expect(guard.push('\nx')).toEqual({ safe: 3000, found: true });
  });

  it('lets everything through without stop texts', () => {
    expect(run([], ['a', 'b'])).toEqual([1, 2]);
  });
});
