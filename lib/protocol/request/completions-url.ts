import { trimSignsEnd } from '../text/trim-signs';
import { azureDeployment } from './azure-deployment';

export type EndpointUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly message: string };

/**
 * The address for completions. `/v1` is appended only when the given path is empty; a path that the user gave
 * is never rewritten (DeepSeek's fill-in-the-middle is under `/beta`). A base URL that already ends in
 * `/completions` is used as it is. A query string stays.
 */
export function completionsUrl(baseUrl: string): EndpointUrl {
  return endpoint(baseUrl, 'completions');
}

/** The address of the server's list of models, beside `completionsUrl`; for a deployment of Azure's, see there. */
export function modelsUrl(baseUrl: string): EndpointUrl {
  return endpoint(baseUrl, 'models');
}

/**
 * Scheme, host and port that calls of a base URL go to, taken from their actual address; null without one.
 */
export function callOrigin(baseUrl: string): string | null {
  const completions = completionsUrl(baseUrl);
  return completions.ok ? new URL(completions.url).origin : null;
}

/**
 * What SDKs call the base URL, without a trailing slash: what `/completions` is appended to. A query string
 * is left out, since SDKs would append after it.
 */
export function sdkBaseUrl(baseUrl: string): EndpointUrl {
  const completions = completionsUrl(baseUrl);
  if (!completions.ok) return completions;
  const url = new URL(completions.url);
  url.search = '';
  return { ok: true, url: url.href.replace(/\/completions$/, '') };
}

function endpoint(baseUrl: string, name: 'completions' | 'models'): EndpointUrl {
  const url = parseUrl(baseUrl);
  if (typeof url === 'string') return { ok: false, message: url };
  const path = trimSignsEnd(url.pathname, '/');
  const given = path.replace(/\/completions$/, '');
  // "https://host/completions" already has a path, so nothing is put before it.
  const isBare = given === '' && !path.endsWith('/completions');
  const root = name === 'models' ? azureDeployment(given)?.root : undefined;
  url.pathname = `${isBare ? '/v1' : (root ?? given)}/${name}`;
  return { ok: true, url: url.href };
}

function parseUrl(baseUrl: string): URL | string {
  const text = baseUrl.trim();
  if (text === '') return 'Enter the base URL.';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
      ? "This isn't a valid URL."
      : 'The base URL must start with https:// or http://.';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'The base URL must start with https:// or http://.';
  }
  if (url.username !== '' || url.password !== '') {
    return "The base URL can't contain a user name or password. Put the key in its own field.";
  }
  url.hash = '';
  return url;
}
