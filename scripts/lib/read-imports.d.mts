export interface Import {
  readonly from: string;
  readonly to: string;
}
export function readImports(root?: string): Import[];
