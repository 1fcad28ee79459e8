import type { Page } from '@playwright/test';

export interface LoadedScript {
  readonly name: string;
  /** After gzip. */
  readonly bytes: number;
  readonly raw: number;
  readonly body: Buffer;
}

export interface FirstLoad {
  /** Largest first. */
  readonly scripts: readonly LoadedScript[];
  /** Total of all scripts, after gzip. */
  readonly bytes: number;
  readonly raw: number;
}

export const BUDGETS: {
  readonly visitor: number;
  readonly owner: number;
  readonly link: number;
};

export function measureFirstLoad(tab: Page, address: string): Promise<FirstLoad>;
