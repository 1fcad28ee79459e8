import { z } from 'zod';

/** The path of one document. */
export const documentParamsSchema = z.object({ documentId: z.uuid() });
