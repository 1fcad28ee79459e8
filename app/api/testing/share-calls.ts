import { expect } from 'vitest';
import type { Share, SharePage } from '@/lib/contract/shares';
import { callRoute } from '@/lib/server/testing/call-route';
import * as one from '../shares/[shareId]/route';
import * as preview from '../shares/preview/route';
import * as list from '../shares/route';

// The routes of links, as their owner's page calls them.

export const post = (cookie: string, body: object) => callRoute(list.POST, { method: 'POST', cookie, body });
export const look = (cookie: string, body: object) =>
  callRoute(preview.POST, { method: 'POST', cookie, body });
export const page = async (cookie: string, query = '') =>
  (await callRoute(list.GET, { cookie, path: `/api/shares${query}` })).json as SharePage;
export const revoke = (cookie: string, shareId: string) =>
  callRoute(one.DELETE, { method: 'DELETE', cookie, params: { shareId } });

/** A link that the owner really gets. */
export async function made(cookie: string, body: object): Promise<Share> {
  const answer = await post(cookie, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json as Share;
}
