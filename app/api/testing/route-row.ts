import type { Access } from '@/lib/accounts/server/route';
import type { RouteCall } from '@/lib/testing/call-route';
import type { Owner } from './owner';

/** How a route is called, and how it answers each kind of caller. */
export interface RouteRow {
  /** `token`: a route of the public API, where cookies mean nothing (lib/public-api/server). */
  readonly access: Access | 'token';
  /** A valid call by the owner, with the ids of the owner's data. */
  readonly call?: (owner: Owner) => Pick<RouteCall, 'path' | 'params' | 'body'>;
  /** The owner does this before anybody calls. */
  readonly prepare?: (owner: Owner, cookie: string) => Promise<unknown>;
  readonly owner: number;
  /** Status for another user with the owner's ids. Absent: the same as for the owner, over their own data. */
  readonly other?: number;
  /** Status without a session. Absent: 401 where one is required, otherwise as for the owner. */
  readonly nobody?: number;
  /** Status for everyone, the owner included, once the link in the call is revoked or expired. */
  readonly closed?: number;
  /** The owner's answer is a stream without an end. */
  readonly stays?: boolean;
  /** A field of the body whose inner fields are blamed by their own names. */
  readonly root?: string;
  /** The largest allowed body in bytes. Absent: one mebibyte. */
  readonly largest?: number;
}

export type RouteRows = Readonly<Record<string, RouteRow>>;
