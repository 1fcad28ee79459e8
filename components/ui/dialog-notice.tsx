'use client';

import { createContext, type ReactNode } from 'react';

/** What every dialog shows above its own content: a dialog covers whatever the page has to say about itself. */
export const DialogNotice = createContext<ReactNode>(null);
