import { randomUUID } from 'node:crypto';
import * as identities from '@/app/api/account/identities/route';
import * as account from '@/app/api/account/route';
import * as comparison from '@/app/api/comparisons/[comparisonId]/route';
import * as comparisons from '@/app/api/comparisons/route';
import * as connections from '@/app/api/connections/route';
import * as document from '@/app/api/documents/[documentId]/route';
import * as documents from '@/app/api/documents/route';
import * as presets from '@/app/api/presets/route';
import * as run from '@/app/api/runs/[runId]/route';
import * as runs from '@/app/api/runs/route';
import * as shares from '@/app/api/shares/route';
import * as tokens from '@/app/api/tokens/route';
import { vote } from '@/lib/compare/server/change-comparison';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { aStep, written } from '@/lib/documents/model/testing/steps';
import { saveSteps } from '@/lib/documents/server/save-steps';
import type { NewShare, Share } from '@/lib/links/model/shares';
import { createShare } from '@/lib/links/server/manage-shares';
import { createPreset } from '@/lib/playground/server/presets';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, newAccount } from '@/lib/testing/call-route';
import { aFinishedComparison, columnsPlan } from '@/lib/testing/comparisons';
import { anIdentity } from '@/lib/testing/identities';
import { openStream, runBody } from '@/lib/testing/runs';
import { aShare } from '@/lib/testing/shares';

/** A user who has one of everything. */
export interface Owner {
  readonly user: Awaited<ReturnType<typeof newAccount>>['user'];
  readonly cookie: string;
  readonly email: string;
  readonly password: string;
  readonly connectionId: string;
  readonly presetId: string;
  readonly runId: string;
  readonly tokenId: string;
  /** A sign-in at an outside provider. */
  readonly identityId: string;
  /** A link to the run. */
  readonly shareId: string;
  /** The address of another open link. It is no secret: everyone who has it may see what it shows. */
  readonly slug: string;
  readonly comparisonId: string;
  readonly comparisonUpdatedAt: string;
  readonly voteId: string;
  readonly documentId: string;
  readonly upstreamUrl: string;
  /** Texts that no other user may ever be shown. */
  readonly secrets: readonly string[];
}

export async function anOwner(upstreamUrl: string): Promise<Owner> {
  const mark = randomUUID();
  const password = `password of ${mark}`;
  const { user, email, cookie } = await newAccount(password);
  const connection = await createConnection(user.id, {
    name: `Connection ${mark}`,
    kind: 'custom',
    baseUrl: upstreamUrl,
    key: `sk-${mark}`,
  });
  const settings = { values: { user: mark } };
  const preset = await createPreset(user.id, { name: `Preset ${mark}`, model: null, settings });
  const body = runBody({ model: 'test-model', prompt: `Prompt ${mark}` }, { connectionId: connection.id });
  const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
  await stream.toEnd();
  const compared = await aFinishedComparison(user.id, {
    title: `Comparison ${mark}`,
    plan: columnsPlan([{ connectionId: connection.id, model: 'test-model', prompt: `Column ${mark}` }]),
  });
  const given = { cell: 'a', note: `Vote ${mark}`, shown: ['a'] };
  const { id: voteId } = await vote(user.id, compared.id, given);
  const { token } = await createToken(user.id, { name: `Token ${mark}`, expiresInDays: 30 });
  const identityId = await anIdentity(user.id, 'oidc', `subject ${mark}`);
  const share = await createShare(user.id, shareBody(stream.runId));
  const { slug } = await aShare(user.id, undefined, { runId: stream.runId });
  const step = aStep(null, [written(0, `Document ${mark}`)]);
  const documentId = randomUUID();
  await saveSteps(user.id, documentId, { nodes: [step], head: step.id, since: 0 });
  const ids = {
    connectionId: connection.id,
    presetId: preset.id,
    runId: stream.runId,
    tokenId: token.id,
    identityId,
    shareId: share.id,
    comparisonId: compared.id,
    voteId,
    documentId,
  };
  const secrets = [mark, email, user.id, slugOf(share), ...Object.values(ids)];
  const { updatedAt: comparisonUpdatedAt } = compared;
  return { user, cookie, email, password, ...ids, slug, comparisonUpdatedAt, upstreamUrl, secrets };
}

/** Everything that the owner can see of their own data, as text. */
export async function everythingOf(
  { runId, comparisonId, documentId }: Owner,
  cookie: string,
): Promise<string> {
  const answers = [
    await callRoute(account.GET, { cookie }),
    await callRoute(connections.GET, { cookie }),
    await callRoute(presets.GET, { cookie }),
    await callRoute(tokens.GET, { cookie }),
    await callRoute(identities.GET, { cookie }),
    await callRoute(shares.GET, { cookie }),
    await callRoute(runs.GET, { cookie }),
    await callRoute(run.GET, { cookie, params: { runId } }),
    await callRoute(comparisons.GET, { cookie }),
    await callRoute(comparison.GET, { cookie, params: { comparisonId } }),
    await callRoute(documents.GET, { cookie }),
    await callRoute(document.GET, { cookie, params: { documentId } }),
  ];
  // Each opening of a link is counted: that is the one thing another tenant may change.
  return answers.map(({ status, text }) => `${status} ${text.replace(VIEWS, '')}`).join('\n');
}
const VIEWS = /"views":\d+,"lastViewedAt":(null|"[^"]*")/g;

function slugOf({ path }: Share): string {
  return path?.slice('/s/'.length) ?? '';
}

/** A body for `POST /api/shares`: a link to a whole run, without an expiry. */
export function shareBody(runId: string, change: Partial<NewShare> = {}): NewShare {
  const include = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
  return { runId, title: null, include, redactions: [], expiresAt: null, ...change };
}
