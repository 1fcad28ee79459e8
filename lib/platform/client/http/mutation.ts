'use client';

import * as query from '@tanstack/react-query';
import { queryClient } from './query';

/** The library's hook, on the client of the page. Apart from `query.ts`: the history's list needs none of it. */
export const useMutation = ((options: query.UseMutationOptions) =>
  query.useMutation(options, queryClient())) as typeof query.useMutation;
