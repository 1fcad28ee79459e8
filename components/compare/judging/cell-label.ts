import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { requestOfCell } from '@/lib/compare/model/plan-cells';
import { settingText } from '@/lib/compare/model/settings-table';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';

export function cellLabel(plan: ComparisonPlan, cell: string): string {
  const requested = requestOfCell(plan, cell);
  if (!requested) return '';
  const settings = PARAMETER_NAMES.flatMap((name) => {
    const value = name === 'retries' ? undefined : requested.request[name];
    return value === undefined || name === 'stream' || name === 'user'
      ? []
      : [`${parameterSpec(name).label} ${settingText(name, value)}`];
  });
  return [requested.request.model, ...settings].join(' · ');
}
