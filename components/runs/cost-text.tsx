import { formatCost } from '@/lib/protocol/run/money';
import type { Cost } from '@/lib/protocol/run/price';

/** In a file of its own: most first visits see no cost. */
export function CostText({ cost }: { cost: Cost }) {
  return formatCost(cost);
}
