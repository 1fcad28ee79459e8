import { apiMethods, openRoute } from './api-route';
import { unknownPath } from './unknown-path';
import { wireErrorOfRefusal, wireErrorResponse } from './wire-error';

/**
 * Answers the paths of a client whose base URL lacks `/v1` with the base URL to use, without a token: a client
 * shows this sentence, but not the app's page for unknown addresses.
 */
const hint = openRoute((request) => wireErrorResponse(wireErrorOfRefusal(unknownPath(request))));

export const withoutV1 = apiMethods({ GET: hint, POST: hint, PUT: hint, PATCH: hint, DELETE: hint });
