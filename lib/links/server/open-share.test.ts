import { expect, it, vi } from 'vitest';
import { getDb } from '@/lib/platform/db/client';
import { viewsOfShare } from '@/lib/platform/db/testing/records';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { aShare } from '@/lib/testing/shares';
import { readCopy, readPicture } from './copy-cache';
import { revokeShare } from './manage-shares';
import { noteView, openShare, openShareFor } from './open-share';
import { newSlug } from './slug';

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

function request(headers: Record<string, string> = {}, method = 'GET'): Request {
  const all = { 'user-agent': BROWSER, 'x-forwarded-for': '203.0.113.7', ...headers };
  return new Request('http://localhost:3000/s/slug', { method, headers: all });
}

describeApi('a shared link', () => {
  it('is opened by its slug alone, with what was shared and nothing else', async () => {
    const { user } = await newVisitor();
    const shared = aSharedRun();
    const { id, slug } = await aShare(user.id, shared);
    expect(await openShare(slug)).toEqual({ state: 'open', id, shared });
  });

  it('is gone from the very moment at which it expires', async () => {
    const { user } = await newVisitor();
    const expiresAt = new Date('2026-12-01T00:00:00.000Z');
    const { slug } = await aShare(user.id, undefined, { expiresAt });
    expect((await openShare(slug, new Date(expiresAt.getTime() - 1))).state).toBe('open');
    expect(await openShare(slug, expiresAt)).toEqual({ state: 'gone' });
  });

  it('is gone once revoked, also where its snapshot should still be there', async () => {
    const { user } = await newVisitor();
    const { slug } = await aShare(user.id, undefined, { revokedAt: new Date() });
    expect(await openShare(slug)).toEqual({ state: 'gone' });
    const { id, slug: retained } = await aShare(user.id);
    await getDb().share.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await openShare(retained)).toEqual({ state: 'gone' });
  });

  it('refuses a snapshot with more in it than is meant for readers', async () => {
    const { user } = await newVisitor();
    const { slug } = await aShare(user.id, { ...aSharedRun(), userId: user.id } as never);
    await expect(openShare(slug)).rejects.toThrow('userId');
  });

  it('costs a query only when it has the form of one', async () => {
    const look = vi.spyOn(getDb().share, 'findUnique');
    try {
      const near = newSlug();
      for (const slug of [
        '',
        'x',
        `${near}x`,
        near.slice(1),
        `${near.slice(1)}.`,
        '../../etc/passwd',
        '%00',
      ]) {
        expect(await openShare(slug)).toEqual({ state: 'unknown' });
      }
      expect(look).not.toHaveBeenCalled();
      expect(await openShare(near)).toEqual({ state: 'unknown' });
      expect(look).toHaveBeenCalledTimes(1);
    } finally {
      look.mockRestore();
    }
  });
});

describeApi('guessing links', () => {
  it('ends for an address after some that do not exist, right guesses included, and for nobody else', async () => {
    const { user } = await newVisitor();
    const { slug } = await aShare(user.id);
    const guess = () => openShareFor(request(), newSlug());
    for (let count = 0; count < 60; count += 1) expect((await guess()).state).toBe('unknown');
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(openShareFor(request(), slug)).rejects.toMatchObject({ code: 'rate_limited' });
    const elsewhere = request({ 'x-forwarded-for': '198.51.100.9' });
    expect((await openShareFor(elsewhere, slug)).state).toBe('open');
  });

  it('does not count links that are there, open or closed', async () => {
    const { user } = await newVisitor();
    const open = await aShare(user.id);
    const closed = await aShare(user.id, undefined, { revokedAt: new Date() });
    for (let count = 0; count < 70; count += 1) {
      await openShareFor(request(), open.slug);
      await openShareFor(request(), closed.slug);
    }
    expect((await openShareFor(request(), open.slug)).state).toBe('open');
  });
});

describeApi('opening a link again and again', () => {
  it('reads and draws its copy once, and looks every time whether it is open', async () => {
    const { user } = await newVisitor();
    const { id, slug } = await aShare(user.id);
    const read = vi.spyOn(getDb(), '$queryRaw');
    try {
      const all = await Promise.all([openShare(slug), openShare(slug), openShare(slug)]);
      expect(all.every((opened) => opened.state === 'open')).toBe(true);
      expect(read).toHaveBeenCalledTimes(1);
      const draw = vi.fn(async () => new ArrayBuffer(8));
      await readPicture(id, draw);
      await readPicture(id, draw);
      expect(draw).toHaveBeenCalledTimes(1);
      await revokeShare(user.id, id);
      expect(await openShare(slug)).toEqual({ state: 'gone' });
      // And nothing of it is in the memory any more.
      await readPicture(id, draw);
      expect(draw).toHaveBeenCalledTimes(2);
      expect(await readCopy(id, () => undefined)).toBeUndefined();
    } finally {
      read.mockRestore();
    }
  });

  it('has an end for one address, the sooner the more has to be read', async () => {
    const { user } = await newVisitor();
    const small = await aShare(user.id);
    const open = (count: number, slug = small.slug) =>
      Promise.all(Array.from({ length: count }, () => openShareFor(request(), slug)));
    await open(590);
    const large = await aShare(user.id, aSharedRun({ prompt: 'x'.repeat(20 * 1024 * 1024) }));
    expect((await openShareFor(request(), large.slug)).state).toBe('open');
    await expect(openShareFor(request(), small.slug)).rejects.toMatchObject({ code: 'rate_limited' });
    const elsewhere = request({ 'x-forwarded-for': '198.51.100.9' });
    expect((await openShareFor(elsewhere, small.slug)).state).toBe('open');
  });
});

describeApi('views of a link', () => {
  it('are browsers that requested it', async () => {
    const { user } = await newVisitor();
    const { id } = await aShare(user.id);
    const before = Date.now();
    await noteView(request(), id);
    await noteView(request(), id);
    const seen = await viewsOfShare(id);
    expect(seen.views).toBe(2);
    expect(seen.lastViewedAt?.getTime()).toBeGreaterThanOrEqual(before);
  });

  it('do not grow with each reload of one reader', async () => {
    const { user } = await newVisitor();
    const { id } = await aShare(user.id);
    for (let count = 0; count < 25; count += 1) await noteView(request(), id);
    expect((await viewsOfShare(id)).views).toBe(10);
    await noteView(request({ 'x-forwarded-for': '198.51.100.9' }), id);
    expect((await viewsOfShare(id)).views).toBe(11);
  });

  it.each([
    ['a HEAD request', request({}, 'HEAD')],
    ['a prefetch', request({ 'sec-purpose': 'prefetch;prerender' })],
    ['an older prefetch', request({ purpose: 'prefetch' })],
    ['Slack', request({ 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' })],
    [
      'Google',
      request({ 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }),
    ],
    ['Facebook', request({ 'user-agent': 'facebookexternalhit/1.1' })],
  ])('are not: %s', async (_who, from) => {
    const { user } = await newVisitor();
    const { id } = await aShare(user.id);
    await noteView(from, id);
    expect(await viewsOfShare(id)).toEqual({ views: 0, lastViewedAt: null });
  });

  it('stand still once it is revoked', async () => {
    const { user } = await newVisitor();
    const { id } = await aShare(user.id, undefined, { revokedAt: new Date() });
    await noteView(request(), id);
    expect((await viewsOfShare(id)).views).toBe(0);
  });
});
