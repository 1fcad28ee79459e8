'use client';

import { createContext, type ReactNode } from 'react';

/** Shown by every dialog above its content: a dialog covers the page's own notices. */
export const DialogNotice = createContext<ReactNode>(null);
