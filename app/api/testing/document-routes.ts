import * as document from '@/app/api/documents/[documentId]/route';
import { MAX_SAVE_BYTES } from '@/lib/documents/model/documents';
import { aStep, written } from '@/lib/documents/model/testing/steps';
import { callRoute } from '@/lib/testing/call-route';
import type { Owner } from './owner';
import type { RouteRows } from './route-row';

const ofDocument = ({ documentId }: Owner) => ({ params: { documentId } });

export const DOCUMENT_ROUTES: RouteRows = {
  'GET /api/documents': { access: 'user', owner: 200 },
  'GET /api/documents/[documentId]': { access: 'user', call: ofDocument, owner: 200, other: 404 },
  'PATCH /api/documents/[documentId]': {
    access: 'user',
    call: (owner) => ({ ...ofDocument(owner), body: { title: 'New' } }),
    owner: 204,
    other: 404,
  },
  'DELETE /api/documents/[documentId]': { access: 'user', call: ofDocument, owner: 204, other: 404 },
  'POST /api/documents/[documentId]/restore': {
    access: 'user',
    call: ofDocument,
    prepare: (owner, cookie) =>
      callRoute(document.DELETE, { method: 'DELETE', cookie, ...ofDocument(owner) }),
    owner: 204,
    other: 404,
  },
  'POST /api/documents/[documentId]/steps': {
    access: 'user',
    call: (owner) => {
      const step = aStep(null, [written(0, 'New')]);
      return { ...ofDocument(owner), body: { nodes: [step], head: step.id, since: 0 } };
    },
    owner: 200,
    other: 404,
    largest: MAX_SAVE_BYTES,
  },
};
