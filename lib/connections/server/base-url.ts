import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { trimSignsEnd } from '@/lib/protocol/text/trim-signs';
import { refuseUrl } from './upstream/address-guard';

/** Azure's: a date such as `2024-10-21`, with `-preview` for some, or `preview`, `latest`. */
const API_VERSION = /^\?api-version=[\w.-]{1,40}$/;

export interface BaseUrl {
  /** As it is stored: no trailing slash, no default port; the path is the user's, and so is Azure's `api-version`. */
  readonly baseUrl: string;
  /** The origin that a key is bound to. */
  readonly origin: string;
}

/**
 * A base URL as it is stored. What can be refused without a DNS look-up is refused here, while the person is
 * still at the field; the guard checks again at every connection, when names are resolved. Throws AppError.
 */
export function normalizeBaseUrl(value: string): BaseUrl {
  const url = new URL(value.trim());
  if (url.search !== '' && !API_VERSION.test(url.search)) {
    // Everybody who uses the connection sees its address, so no key may hide there.
    throw new AppError('invalid_request', {
      message: 'Remove everything after the "?". Only api-version is allowed there.',
      param: 'baseUrl',
    });
  }
  const refusal = refuseUrl(url, { allowPrivate: env.allowPrivateUpstreams });
  if (refusal) throw new AppError('address_refused', { message: refusal.message, param: 'baseUrl' });
  return { baseUrl: `${url.origin}${trimSignsEnd(url.pathname, '/')}${url.search}`, origin: url.origin };
}
