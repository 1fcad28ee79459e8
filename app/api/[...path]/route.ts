import { AppError } from '@/lib/contract/app-error';
import { route } from '@/lib/server/http/route';

/** Whatever no other route answers, in the form in which the API refuses, for any method. */
const nothingHere = route({ access: 'public', contentType: 'ignored' }, () => {
  throw new AppError('not_found', { message: 'There is no such route.' });
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
