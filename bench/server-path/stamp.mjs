/** Microseconds of the clock that all processes of this machine share. */
export function nowMicros() {
  return Number(process.hrtime.bigint() / 1000n);
}
