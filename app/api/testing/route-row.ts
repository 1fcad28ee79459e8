import type { Access } from '@/lib/accounts/server/route';
import type { RouteCall } from '@/lib/testing/call-route';
import type { Owner } from './owner';

/** What a route is called with, and how it answers whom. */
export interface RouteRow {
  /** `token`: of the public API, where cookies mean nothing (lib/public-api/server). */
  readonly access: Access | 'token';
  /** A right call by the owner, who has what it names. */
  readonly call?: (owner: Owner) => Pick<RouteCall, 'path' | 'params' | 'body'>;
  /** Done by the owner before anybody calls. */
  readonly prepare?: (owner: Owner, cookie: string) => Promise<unknown>;
  /** Status for the owner. */
  readonly owner: number;
  /** Status for another user with the owner's ids; absent: as for the owner, over their own data. */
  readonly other?: number;
  /** Status without a session; absent: 401 where one is required, else as for the owner. */
  readonly nobody?: number;
  /** Status for anybody, the owner included, once the link that the call names is revoked or has expired. */
  readonly closed?: number;
  /** The owner's answer is a stream without an end. */
  readonly stays?: boolean;
  /** Fields whose wrong types are blamed by these names are inside this one. */
  readonly root?: string;
  /** Bytes of the largest body; absent: a mebibyte. */
  readonly largest?: number;
}

export type RouteRows = Readonly<Record<string, RouteRow>>;
