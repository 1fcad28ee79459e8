import { describe, expect, it } from 'vitest';
import { findRoutes } from '@/app/api/testing/find-routes';
import { anOwner, everythingOf, type Owner } from '@/app/api/testing/owner';
import type { RouteRow } from '@/app/api/testing/route-row';
import { ROUTES } from '@/app/api/testing/route-table';
import { endOtherSessions } from '@/lib/accounts/server/account';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { callRoute, cookieFor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { aShare } from '@/lib/testing/shares';

const found = await findRoutes();
const READS = new Set(['GET', 'HEAD']);

interface Users {
  readonly owner: Owner;
  /** The owner's newer session: the one of `owner.cookie` is revoked. */
  readonly cookie: string;
  readonly other: Owner;
}

async function someUsers(upstreamUrl: string): Promise<Users> {
  const [owner, other] = await Promise.all([anOwner(upstreamUrl), anOwner(upstreamUrl)]);
  return { owner, cookie: await cookieFor(await endOtherSessions(owner.user)), other };
}

describe('the table of routes', () => {
  it('has a row for every method of every route file, and no other', () => {
    expect(found.map((route) => route.name).sort()).toEqual(Object.keys(ROUTES).sort());
  });
});

describeRuns('who may do what', ({ upstream }) => {
  let forReading: Promise<Users> | undefined;
  /** One pair is enough for all routes that only read: the test itself proves that they change nothing. */
  const usersFor = (method: string, row: RouteRow) => {
    if (!READS.has(method) || row.prepare) return someUsers(upstream().url);
    forReading ??= someUsers(upstream().url);
    return forReading;
  };

  it.each(found)('$name', async ({ name, method, handler }) => {
    const row = ROUTES[name];
    if (!row) throw new Error(`${name} has no row`);
    const { owner, cookie, other } = await usersFor(method, row);
    const call = { method, stays: row.stays, ...row.call?.(owner) };
    const all = await everythingOf(owner, cookie);
    for (const secret of owner.secrets) expect(all).toContain(secret);
    await row.prepare?.(owner, cookie);
    const before = await everythingOf(owner, cookie);

    const nobody = row.nobody ?? (row.access === 'user' ? 401 : row.owner);
    const otherTenants = [
      { who: 'nobody', status: nobody, with: {} },
      { who: 'a revoked session', status: nobody, with: { cookie: owner.cookie } },
      { who: 'another user', status: row.other ?? row.owner, with: { cookie: other.cookie } },
    ];
    for (const otherTenant of otherTenants) {
      // Signing up twice with the same address would be refused for that reason alone.
      const body = row.call?.(owner).body;
      const answer = await callRoute(handler, { ...call, body, ...otherTenant.with });
      expect(answer.status, `${otherTenant.who}: ${answer.text}`).toBe(otherTenant.status);
      for (const secret of owner.secrets) expect(answer.text, otherTenant.who).not.toContain(secret);
    }
    expect(await everythingOf(owner, cookie), 'what is left after them').toBe(before);

    const answer = await callRoute(handler, { ...call, cookie });
    expect(answer.status, `the owner: ${answer.text}`).toBe(row.owner);
  });
});

const ofLinks = found.filter(({ name }) => ROUTES[name]?.closed !== undefined);

describe('the routes of links', () => {
  it('all say what becomes of a link that is closed', () => {
    expect(ofLinks.map(({ name }) => name)).toEqual(
      found.filter(({ path }) => path.startsWith('/s/')).map(({ name }) => name),
    );
  });
});

describeRuns('what a closed link shows', ({ upstream }) => {
  it.each(ofLinks)('$name', async ({ name, method, handler }) => {
    const row = ROUTES[name];
    if (!row) throw new Error(`${name} has no row`);
    const { owner, cookie, other } = await someUsers(upstream().url);
    const past = new Date(Date.now() - 1);
    const shared = aSharedRun({ title: 'Its title', prompt: 'Its prompt', model: 'Its model' });
    const closed = {
      revoked: await aShare(owner.user.id, shared, { revokedAt: past, runId: owner.runId }),
      expired: await aShare(owner.user.id, shared, { expiresAt: past, runId: owner.runId }),
    };
    const visitors = { nobody: undefined, other: other.cookie, ended: owner.cookie, owner: cookie };
    for (const [how, { slug, id }] of Object.entries(closed)) {
      for (const [who, own] of Object.entries(visitors)) {
        const call = { method, ...row.call?.({ ...owner, slug }), ...(own ? { cookie: own } : {}) };
        const answer = await callRoute(handler, call);
        expect(answer.status, `${how}, ${who}: ${answer.text}`).toBe(row.closed);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        for (const secret of [...owner.secrets, id, 'Its ', 'there was']) {
          expect(answer.text, `${how}, ${who}`).not.toContain(secret);
        }
      }
    }
  });
});
