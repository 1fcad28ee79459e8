/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The generator sfc32 (Chris Doty-Humphrey's small fast chaotic generator, 128 bits of state), seeded from a
 * seed of up to 53 bits and the indexes of prompt and sample: choices differ, and each can be reproduced.
 * Sample 0 of `n: 3` equals the only sample of `n: 1`.
 */
export function seededRandom(seed: number, promptIndex: number, sampleIndex: number): Random {
  let a = seed | 0;
  // Math.floor keeps the sign, so that seed and −seed differ.
  let b = Math.floor(seed / 4_294_967_296) | 0;
  let c = (Math.imul(promptIndex + 1, 0x9e3779b1) ^ Math.imul(sampleIndex + 1, 0x85ebca77)) | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 20; round += 1) next();
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
}

/** A seed for requests without one. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 9_007_199_254_740_991);
}
