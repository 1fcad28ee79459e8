/**
 * When a run was made, read from its id: a UUIDv7, which begins with the milliseconds since 1970 (also for
 * imported runs). Null for any other id.
 */
export function momentOfRun(id: string): Date | null {
  const digits = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id);
  return digits ? new Date(Number.parseInt(`${digits[1]}${digits[2]}`, 16)) : null;
}
