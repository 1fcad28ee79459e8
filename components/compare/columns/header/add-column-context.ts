import { createContext } from 'react';

/** What the menu for another column opens besides itself. */
export const AddColumnContext = createContext<{ readonly onPickRun: () => void }>({
  onPickRun: () => undefined,
});
