import { describe, expect, it } from 'vitest';
import { findRoutes } from '@/app/api/testing/find-routes';
import { anOwner, everythingOf, type Owner } from '@/app/api/testing/owner';
import type { RouteRow } from '@/app/api/testing/route-row';
import { ROUTES } from '@/app/api/testing/route-table';
import type { ErrorBody } from '@/lib/platform/model/error-body';
import { callRoute, captureLogs, type RouteAnswer, type RouteCall } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';

/** Every route that changes something and takes JSON. */
const unsafe = (await findRoutes()).filter(
  ({ name, method }) =>
    !['GET', 'HEAD'].includes(method) &&
    !/\[\.\.\.(path|nextauth)\]/.test(name) &&
    // The public API refuses in the protocol's own shape; app/v1 has its own tests for that.
    ROUTES[name]?.access !== 'token',
);

describe('the routes with a body', () => {
  it('are found', () => {
    expect(unsafe.length).toBeGreaterThan(12);
  });
});

describeRuns('malformed requests', ({ upstream }) => {
  it.each(unsafe)('$name', async ({ name, method, handler }) => {
    const row = ROUTES[name];
    if (!row) throw new Error(`${name} has no row`);
    const owner = await anOwner(upstream().url);
    const before = await everythingOf(owner, owner.cookie);
    const logs = captureLogs();
    const { cookie } = owner;
    const send = (more: Partial<RouteCall>) =>
      callRoute(handler, { method, cookie, ...row.call?.(owner), ...more });
    const refused = async (what: string, status: number, code: string | null, more: Partial<RouteCall>) => {
      const answer = await send(more);
      expect(answer.status, `${what}: ${answer.text}`).toBe(status);
      const { error } = answer.json as ErrorBody;
      if (code !== null) expect(error.code, what).toBe(code);
      expect(error.message.length, what).toBeGreaterThan(8);
      expectNoStack(answer, what);
      return error;
    };

    await refused('no content type', 415, 'wrong_content_type', { headers: { 'content-type': '' } });
    await refused('text', 415, 'wrong_content_type', { headers: { 'content-type': 'text/plain' } });
    await refused('a form', 415, 'wrong_content_type', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'confirm=delete',
    });
    const elsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    await refused('another site', 403, 'wrong_origin', { headers: elsewhere });
    await refused('another port', 403, 'wrong_origin', { headers: { 'sec-fetch-site': 'same-site' } });
    await refused('no JSON', 400, 'invalid_json', { body: '{"name": ' });
    await refused('a list', 400, 'invalid_request', { body: [] });
    const tooLong = JSON.stringify({ name: 'x'.repeat(row.largest ?? 1024 * 1024) });
    await refused('more than a mebibyte', 413, 'body_too_large', { body: tooLong });
    for (const { param, body } of unknownFields(row, owner)) {
      const error = await refused(`unknown ${param}`, 400, 'invalid_request', { body });
      expect(error).toMatchObject({ param, message: expect.stringContaining(param.split('.').at(-1) ?? '') });
    }
    for (const { param, body } of wrongTypes(row, owner)) {
      const error = await refused(`a wrong ${param}`, 400, 'invalid_request', { body });
      expect(error.param, error.message).toBe(param);
    }

    const faults = logs.lines().filter((line) => line.level === 'error');
    logs.stop();
    expect(faults).toEqual([]);
    expect(await everythingOf(owner, cookie), 'nothing was changed').toBe(before);
  });
});

interface BadBody {
  readonly param: string;
  readonly body: unknown;
}

function bodyOf(row: RouteRow, owner: Owner): Record<string, unknown> {
  return (row.call?.(owner).body ?? {}) as Record<string, unknown>;
}

function unknownFields(row: RouteRow, owner: Owner): BadBody[] {
  const body = bodyOf(row, owner);
  const inside = row.root === undefined ? [] : [{ name: row.root, fields: body[row.root] as object }];
  return [
    { param: 'surprise', body: { ...body, surprise: 1 } },
    ...inside.map(({ name, fields }) => ({
      param: 'surprise',
      body: { ...body, [name]: { ...fields, surprise: 1 } },
    })),
  ];
}

/** Each field of a valid body in turn, with a value of a type that no field has. */
function wrongTypes(row: RouteRow, owner: Owner): BadBody[] {
  const body = bodyOf(row, owner);
  // A list with a wrong item is blamed at that item; a value that is no list, at the field's name.
  const wrong = (right: unknown) => (Array.isArray(right) ? {} : [[]]);
  const outer = Object.entries(body).map(([param, right]) => ({
    param,
    body: { ...body, [param]: wrong(right) },
  }));
  if (row.root === undefined) return outer;
  const { root } = row;
  const fields = body[root] as Record<string, unknown>;
  const inner = Object.keys(fields).map((param) => ({
    param,
    body: { ...body, [root]: { ...fields, [param]: [[[]]] } },
  }));
  return [...outer, ...inner];
}

function expectNoStack({ text }: RouteAnswer, what: string): void {
  expect(text, what).not.toMatch(/\n\s+at |node_modules|\.[cm]?[jt]s:\d+/);
}
