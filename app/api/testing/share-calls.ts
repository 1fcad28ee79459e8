import { expect } from 'vitest';
import * as one from '@/app/api/shares/[shareId]/route';
import * as preview from '@/app/api/shares/preview/route';
import * as list from '@/app/api/shares/route';
import type { Share, SharePage } from '@/lib/links/model/shares';
import { callRoute } from '@/lib/testing/call-route';

// The routes of links, called as the owner's page calls them.

export const post = (cookie: string, body: object) => callRoute(list.POST, { method: 'POST', cookie, body });
export const look = (cookie: string, body: object) =>
  callRoute(preview.POST, { method: 'POST', cookie, body });
export const page = async (cookie: string, query = '') =>
  (await callRoute(list.GET, { cookie, path: `/api/shares${query}` })).json as SharePage;
export const revoke = (cookie: string, shareId: string) =>
  callRoute(one.DELETE, { method: 'DELETE', cookie, params: { shareId } });

/** Creates a link for the owner. */
export async function made(cookie: string, body: object): Promise<Share> {
  const answer = await post(cookie, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json as Share;
}
