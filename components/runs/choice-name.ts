/**
 * The name of a choice: its number, and its prompt's when there are several prompts. Choice index = i +
 * promptIndex · n; the name counts from 1.
 */
export function choiceName(index: number, n: number, prompts: number): string {
  if (prompts <= 1) return `choice ${index + 1}`;
  const prompt = `prompt ${Math.floor(index / n) + 1}`;
  return n > 1 ? `${prompt}, choice ${(index % n) + 1}` : prompt;
}
