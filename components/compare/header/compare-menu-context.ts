import { createContext } from 'react';

/** What the menu of the comparison opens besides itself. */
export const CompareMenuContext = createContext<{ readonly onNote: () => void }>({
  onNote: () => undefined,
});
