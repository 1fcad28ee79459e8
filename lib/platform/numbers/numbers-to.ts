/** 0, 1 … count − 1: for a list whose items are identified by their numbers. */
export function numbersTo(count: number): number[] {
  return [...Array(count).keys()];
}
