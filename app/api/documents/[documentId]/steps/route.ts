import { route } from '@/lib/accounts/server/route';
import { MAX_SAVE_BYTES, saveStepsSchema } from '@/lib/documents/model/documents';
import { documentParamsSchema } from '@/lib/documents/server/params';
import { saveSteps } from '@/lib/documents/server/save-steps';
import { readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';

export const dynamic = 'force-dynamic';

/** Adds steps to the document, and creates it with its first ones. The same steps again change nothing. */
export const POST = route(
  {
    access: 'user',
    params: documentParamsSchema,
    body: saveStepsSchema,
    readBody: (request) => readExactJsonBody(request, MAX_SAVE_BYTES),
    hold: holdLargeBody,
    limit: 'documentStepsByUser',
  },
  ({ userId, params, body }) => saveSteps(userId, params.documentId, body),
);
