import type { ReactNode } from 'react';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import type { RunStore } from '@/lib/runs/client/run-store';
import type { ChoiceView } from '@/lib/runs/client/run-view';
import type { DrawnText } from './paint-visible';

export interface ChoicePanesProps {
  store: RunStore;
  /** Renders the actions of one of several choices, by its name. */
  actions: (choice: ChoiceView, name: string) => ReactNode;
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
  /** Draws over the text of a choice. */
  overlay?: (index: number, text: DrawnText) => ReactNode;
}
