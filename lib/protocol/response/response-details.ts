import type { ResponseDetails } from '../run/run-events';
import { asText, isRecord } from './wire-json';

const MAX_NAME = 200;
/** llama.cpp has 11. */
const MAX_TIMINGS = 32;
const MAX_TIMING_NAME = 60;

/** What a chunk tells about the answer besides its text; fields that it does not have are absent. */
export function readDetails(chunk: Record<string, unknown>): ResponseDetails {
  const serviceTier = shortText(chunk.service_tier);
  const provider = shortText(chunk.provider);
  const serverTimings = readTimings(chunk.timings);
  return {
    ...(serviceTier !== null && { serviceTier }),
    ...(provider !== null && { provider }),
    ...(serverTimings !== null && { serverTimings }),
  };
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' ? (asText(value)?.slice(0, MAX_NAME) ?? null) : null;
}

/** The numbers of llama.cpp's `timings`, under their own names. */
function readTimings(value: unknown): Record<string, number> | null {
  if (!isRecord(value)) return null;
  const timings: [string, number][] = [];
  for (const name of Object.keys(value)) {
    const number = value[name];
    if (name.length > MAX_TIMING_NAME || name === '__proto__') continue;
    if (typeof number === 'number' && Number.isFinite(number)) timings.push([name, number]);
    if (timings.length === MAX_TIMINGS) break;
  }
  return timings.length === 0 ? null : Object.fromEntries(timings);
}

/** Both are read in the same order, so equal details have equal texts. */
export function sameDetails(one: ResponseDetails, other: ResponseDetails): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
