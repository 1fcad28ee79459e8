import { route } from '@/lib/accounts/server/route';
import { AppError } from '@/lib/platform/model/app-error';

/** Whatever no other route answers, in the form in which the API refuses, for any method. */
const nothingHere = route({ access: 'public', contentType: 'ignored' }, () => {
  throw new AppError('not_found', { message: 'There is no such route.' });
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
