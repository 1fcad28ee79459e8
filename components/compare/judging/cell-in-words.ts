import { type ComparisonPlan, requestOfCell } from '@/lib/compare/model/plan';
import { settingText } from '@/lib/compare/model/settings-table';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';

/** Model and settings of a cell in one line. */
export function cellInWords(plan: ComparisonPlan, cell: string): string {
  const asked = requestOfCell(plan, cell);
  if (!asked) return '';
  const settings = PARAMETER_NAMES.flatMap((name) => {
    const value = name === 'retries' ? undefined : asked.request[name];
    return value === undefined || name === 'stream' || name === 'user'
      ? []
      : [`${parameterSpec(name).label} ${settingText(name, value)}`];
  });
  return [asked.request.model, ...settings].join(' · ');
}
