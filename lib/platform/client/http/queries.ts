'use client';

import * as query from '@tanstack/react-query';
import { queryClient } from './query';

/** A hook of the library as in `query.ts`; apart, since no list beside the editor needs its code. */
export const useQueries = ((options: Parameters<typeof query.useQueries>[0]) =>
  query.useQueries(options, queryClient())) as typeof query.useQueries;
