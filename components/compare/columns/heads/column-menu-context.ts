import { createContext } from 'react';

export interface ColumnMenuProps {
  id: string;
  at: number;
  count: number;
  onRename: () => void;
}

/** A menu whose code comes later takes nothing but its trigger: which column it is for stands here. */
export const ColumnMenuContext = createContext<ColumnMenuProps | null>(null);
