export function importCircles(imports: readonly { readonly from: string; readonly to: string }[]): string[][];
