export const PRODUCTS: readonly string[] = ['placeholder'];
