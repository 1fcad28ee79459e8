import { createHash } from 'node:crypto';
import type { Row } from './row-values';

export interface Proof {
  readonly table: string;
  readonly rows: number;
  /** 64 hex digits; see `createDigest`. */
  readonly digest: string;
}

/** A row as one line: the text that is hashed, and the line of a backup. */
export function rowLine(row: Row): string {
  return JSON.stringify(row);
}

const MODULUS = 1n << 256n;

/**
 * Counts and hashes the rows of one table: the sum of the SHA-256 of each row's line, modulo 2^256. A sum does not
 * depend on the order of the rows, because the two databases sort texts differently.
 */
export function createDigest(table: string): { add(line: string): void; proof(): Proof } {
  let rows = 0;
  let sum = 0n;
  return {
    add: (line) => {
      rows += 1;
      sum = (sum + BigInt(`0x${createHash('sha256').update(line).digest('hex')}`)) % MODULUS;
    },
    proof: () => ({ table, rows, digest: sum.toString(16).padStart(64, '0') }),
  };
}
