import { route } from '@/lib/accounts/server/route';
import { AppError } from '@/lib/platform/model/app-error';

/** Answers every path that no other route handles, for any method, with the API's usual error. */
const nothingHere = route({ access: 'public', contentType: 'ignored' }, () => {
  throw new AppError('not_found', { message: "This route doesn't exist." });
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
