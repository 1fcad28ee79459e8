import type { Random } from './random';
import type { Reader } from './reader';
import type { GenerationSettings } from './settings';

export function fillTheGap(_s: GenerationSettings, _r: Reader, _random: Random): number[] {
  return [];
}
