'use client';

import { createContext } from 'react';

/** Whether the page is only looked at: by its owner, before there is a link. */
export const StillContext = createContext(false);
