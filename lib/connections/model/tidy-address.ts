import { trimSignsEnd } from '@/lib/protocol/text/trim-signs';

export interface TidyAddress {
  readonly address: string;
  /** What was changed, in one sentence each. */
  readonly changes: readonly string[];
}

/** Names and numbers that only ever mean this machine; those have no certificates. */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])([:/]|$)/i;
const CHAT = '/chat/completions';
const COMPLETIONS = '/completions';

/** An address as it was typed or pasted, as the base URL that was meant. */
export function tidyAddress(typed: string): TidyAddress {
  const changes: string[] = [];
  let address = typed.trim();
  if (LOOPBACK.test(address)) {
    address = `http://${address}`;
    changes.push('Added http:// to the base URL.');
  }
  const { pathname, search } = URL.canParse(address) ? new URL(address) : { pathname: '', search: '' };
  const path = trimSignsEnd(pathname, '/');
  const end = path.endsWith(CHAT) ? CHAT : COMPLETIONS;
  // Without another path `/completions` is the path itself: `/v1` would come in its place.
  const isWhole = path === COMPLETIONS;
  const hasQuery = search !== '' && address.endsWith(search);
  const trimmed = trimSignsEnd(hasQuery ? address.slice(0, -search.length) : address, '/');
  if (path.endsWith(end) && !isWhole && trimmed.endsWith(end)) {
    address = `${trimmed.slice(0, -end.length)}${hasQuery ? search : ''}`;
    changes.push(`Removed ${end} from the base URL: it is added to every request.`);
  }
  return { address, changes };
}
