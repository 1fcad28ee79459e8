export interface ImportRule {
  readonly reason: string;
  readonly from: RegExp;
  readonly to: RegExp;
  readonly except?: RegExp;
}
export const FEATURES: readonly string[];
export const RULES: readonly ImportRule[];
export function refuseImport(from: string, to: string): string | null;
