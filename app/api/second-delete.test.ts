import { expect, it } from 'vitest';
import { findRoutes } from '@/app/api/testing/find-routes';
import { anOwner, everythingOf } from '@/app/api/testing/owner';
import { ROUTES } from '@/app/api/testing/route-table';
import { callRoute } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';

const ofOneThing = (await findRoutes()).filter(
  ({ method, path }) => method === 'DELETE' && /\[\w+\]$/.test(path),
);

const endsSessions = (answers: readonly { cookie: string }[]) => answers.some(({ cookie }) => cookie !== '');

describeRuns('a second DELETE', ({ upstream }) => {
  it.each(ofOneThing)('is not found, and does nothing: $name', async ({ name, method, handler }) => {
    const owner = await anOwner(upstream().url);
    const given = ROUTES[name]?.call?.(owner);
    const first = await callRoute(handler, { method, cookie: owner.cookie, ...given });
    expect(first.status).toBe(ROUTES[name]?.owner);
    // Ending the other sessions gives this browser a new cookie.
    const cookie = first.cookie || owner.cookie;
    const call = { method, cookie, ...given };
    const after = await everythingOf(owner, cookie);
    for (const path of [call.path, `${call.path ?? '/'}?links=revoke`]) {
      const again = await callRoute(handler, { ...call, path });
      expect(again.status, again.text).toBe(404);
      expect(again.json).toMatchObject({ error: { code: 'not_found' } });
    }
    expect(await everythingOf(owner, cookie)).toBe(after);
  });

  it.each(ofOneThing)('at the same time is not found either: $name', async ({ name, method, handler }) => {
    const owner = await anOwner(upstream().url);
    const call = { method, cookie: owner.cookie, ...ROUTES[name]?.call?.(owner) };
    const answers = await Promise.all([1, 2, 3].map(() => callRoute(handler, call)));
    const [done, ...others] = answers.map(({ status }) => status).toSorted();
    expect(done).toBe(ROUTES[name]?.owner);
    // Ending the other sessions may end the one that these calls use.
    const refusals = endsSessions(answers) ? [401, 404] : [404];
    for (const status of others) expect(refusals).toContain(status);
  });
});
