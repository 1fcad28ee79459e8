import { clientAddress, distinguishesUsers } from './client-address';

const DAY_MS = 24 * 60 * 60_000;

/** What limits by address need to know about a person. */
export interface Person {
  readonly isGuest: boolean;
  readonly createdAt: Date;
}

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly isGuest: boolean;
  /** A guest, or an account that costs as little as a guest: see `isNewcomer`. */
  readonly isNewcomer: boolean;
}

export function originOf(request: Request, person: Person): Origin {
  const address = clientAddress(request);
  return { address, isGuest: person.isGuest, isNewcomer: isNewcomer(person, address) };
}

/**
 * Guests, and accounts on their first day: one address can create many of both. When addresses do not
 * distinguish people, an account is not a newcomer, since it would be limited for everybody else's requests.
 */
export function isNewcomer({ isGuest, createdAt }: Person, address: string, now = Date.now()): boolean {
  return isGuest || (now - createdAt.getTime() < DAY_MS && distinguishesUsers(address));
}
