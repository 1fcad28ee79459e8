import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as restore from '@/app/api/documents/[documentId]/restore/route';
import * as document from '@/app/api/documents/[documentId]/route';
import * as documents from '@/app/api/documents/route';
import * as oneRun from '@/app/api/runs/[runId]/route';
import * as runs from '@/app/api/runs/route';
import { shareBody } from '@/app/api/testing/owner';
import { look, made, page, post } from '@/app/api/testing/share-calls';
import { storageOf } from '@/lib/accounts/server/storage/quota';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { DocumentPage } from '@/lib/documents/model/documents';
import { aLine, aStep, removed, written } from '@/lib/documents/model/testing/steps';
import { saveSteps } from '@/lib/documents/server/save-steps';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { piecesOfBranch, textOf } from '@/lib/links/model/shared-document-text';
import type { NewShare, SharePreview } from '@/lib/links/model/shares';
import { openShare } from '@/lib/links/server/open-share';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { callRoute, newAccount, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { storedShare } from '@/lib/testing/shares';

const ALL = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
const body = (documentId: string, change: Partial<NewShare> = {}) => {
  const { runId: _runId, ...rest } = shareBody('', change);
  return { ...rest, documentId, include: { ...ALL, authors: true, ...change.include } };
};
const copyOf = async (id: string) => (await storedShare(id)).snapshot as unknown as SharedDocument;
const textsOf = (shared: SharedDocument) =>
  shared.branches.map((_, at) => textOf(piecesOfBranch(shared, at)));

describeRuns('a shared link to a document', ({ setEnv }) => {
  /** A run of the practice model with its tokens. */
  async function aRun(cookie: string, prompt: string) {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const request = { model: PRACTICE_MODEL_ID, prompt, max_tokens: 6, logprobs: 2, user: 'private-user' };
    const stream = await openStream(runs.POST, { method: 'POST', cookie, body: runBody(request) });
    await stream.toEnd();
    const { json } = await callRoute(oneRun.GET, { cookie, params: { runId: stream.runId } });
    const text = (json as { state: { choices: { text: string }[] } }).state.choices[0]?.text ?? '';
    return { runId: stream.runId, text };
  }

  async function save(userId: string, nodes: readonly DocumentNode[], head = nodes.at(-1)?.id ?? null) {
    const documentId = randomUUID();
    await saveSteps(userId, documentId, { nodes, head, since: 0, title: 'Title of the document' });
    return documentId;
  }

  const STORY = 'Once upon a time there was';

  /** Written, generated, and a sibling of the generation. */
  async function aStory(userId: string, cookie: string) {
    const { runId, text } = await aRun(cookie, STORY);
    const root = aStep(null, [written(0, STORY)]);
    const source = { runId, choice: 0, at: 0 };
    const generation = aStep(root.id, [{ at: STORY.length, removed: [], inserted: [{ text, source }] }], {
      kind: 'generated',
      runId,
    });
    const other = aStep(root.id, [written(STORY.length, ' nobody at home.')], { name: 'Nobody' });
    const documentId = await save(userId, [root, other, generation]);
    return { documentId, runId, text, root, generation, other };
  }

  it('is the text as it is now, and exactly what the preview showed', async () => {
    const { user, cookie } = await newVisitor();
    const { documentId, text } = await aStory(user.id, cookie);
    const requested = body(documentId, { title: 'A title' });
    const before = (await look(cookie, requested)).json as SharePreview;
    const share = await made(cookie, { ...requested, digest: before.digest });
    expect(share).toMatchObject({
      kind: 'document',
      status: 'open',
      runId: null,
      comparisonId: null,
      documentId,
      title: 'A title',
      promptPreview: 'Title of the document',
      about: { words: expect.stringContaining('Once upon'), models: [PRACTICE_MODEL_ID], hidden: [] },
    });
    const copy = await copyOf(share.id);
    expect(copy).toEqual({ ...before.shared, sharedAt: expect.any(String) });
    expect(copy).toMatchObject({
      runs: [{ model: PRACTICE_MODEL_ID, parameters: { max_tokens: 6 } }],
      shown: 0,
    });
    expect(textsOf(copy)).toEqual([STORY + text]);
    const [person, model] = piecesOfBranch(copy, 0);
    expect([person, model?.text, model?.by]).toEqual([{ text: STORY }, text, 0]);
    expect(textOf(model?.tokens ?? [])).toBe(text);
    expect(model?.tokens?.some(({ top }) => top.length > 1)).toBe(true);
    expect((await page(cookie, `?documentId=${documentId}`)).shares).toEqual([share]);
    expect((await page(cookie, `?documentId=${randomUUID()}`)).shares).toEqual([]);
    const { json } = await callRoute(documents.GET, { cookie });
    expect((json as DocumentPage).documents).toMatchObject([{ id: documentId, links: 1 }]);
  });

  it('is all branches that the map shows, with their names; never what was taken back, or pruned', async () => {
    const { user, cookie } = await newVisitor();
    const root = aStep(null, [written(0, 'A beginning')]);
    const secret = aStep(root.id, [written(11, ' with a secret')]);
    const gone = aStep(secret.id, [removed(11, ' with a secret')]);
    const end = aStep(gone.id, [written(11, ' and an end')], { starred: true });
    const pruned = aStep(root.id, [written(11, ' that is pruned')], { pruned: true });
    const other = aStep(root.id, [written(11, ' and another')], { name: 'Another' });
    const documentId = await save(user.id, [root, secret, gone, pruned, end, other], end.id);
    const share = await made(
      cookie,
      body(documentId, { include: { ...ALL, authors: true, branches: true } }),
    );
    const copy = await copyOf(share.id);
    expect(textsOf(copy)).toEqual(
      expect.arrayContaining(['A beginning', 'A beginning and an end', 'A beginning and another']),
    );
    expect(textOf(piecesOfBranch(copy, copy.shown))).toBe('A beginning and an end');
    expect(JSON.stringify(copy)).not.toMatch(/secret|pruned/);
    expect(copy.branches.map(({ name, starred }) => [name, starred])).toContainEqual(['Another', false]);
    expect(share.about).toMatchObject({ compared: `${copy.branches.length} branches` });
  });

  it('is the text at the step that the page shows, also in the middle of a branch', async () => {
    const { user, cookie } = await newVisitor();
    const nodes = aLine(null, 0, ['One. ', 'Two. ', 'Three.']);
    const documentId = await save(user.id, nodes);
    const middle = nodes[1]?.id ?? '';
    for (const branches of [false, true]) {
      const { shared } = (
        await look(cookie, {
          ...body(documentId, { include: { ...ALL, authors: true, branches } }),
          head: middle,
        })
      ).json as SharePreview;
      if (shared.kind !== 'document') throw new Error('no document');
      expect(textOf(piecesOfBranch(shared, shared.shown))).toBe('One. Two. ');
      expect(JSON.stringify(shared)).not.toContain('Three');
    }
  });

  it('stays as it was, whatever is written, deleted or run afterwards', async () => {
    const { user, cookie } = await newVisitor();
    const { documentId, runId, generation, text } = await aStory(user.id, cookie);
    const share = await made(cookie, body(documentId));
    const before = await copyOf(share.id);
    const more = aStep(generation.id, [written(0, 'Later: ')]);
    await saveSteps(user.id, documentId, { nodes: [more], head: more.id, since: 1 });
    await callRoute(oneRun.DELETE, { method: 'DELETE', cookie, params: { runId } });
    expect(await copyOf(share.id)).toEqual(before);
    // A new link has the text of the run all the same, without its tokens and settings.
    const copy = await copyOf((await made(cookie, body(documentId))).id);
    expect(textsOf(copy)).toEqual([`Later: ${STORY}${text}`]);
    expect(copy.runs).toEqual([{}]);
    expect(JSON.stringify(copy)).not.toContain('logprob');
  });

  it('holds nothing of its owner and their runs but what is named', async () => {
    const mark = randomUUID();
    const { user, email, cookie } = await newAccount(`password ${mark}`);
    const { documentId, runId, root, generation, other } = await aStory(user.id, cookie);
    const { id } = await made(
      cookie,
      body(documentId, { include: { ...ALL, authors: true, branches: true } }),
    );
    const stored = await storedShare(id);
    const text = JSON.stringify(stored.snapshot) + JSON.stringify(stored.about);
    for (const secret of [
      ...[mark, email, user.id, documentId, runId, root.id, generation.id, other.id, id],
      ...['private-user', 'Title of the document', 'Practice model'],
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('hides what is redacted, and says what looks private before', async () => {
    const { user, cookie } = await newVisitor();
    const mail = 'jane.doe@example.com';
    const nodes = aLine(null, 0, [`Write to ${mail.slice(0, 6)}`, `${mail.slice(6)} today.`]);
    const documentId = await save(user.id, nodes);
    const { findings } = (await look(cookie, body(documentId))).json as SharePreview;
    expect(findings).toEqual([{ kind: 'email', text: mail, count: 1, fields: ['text'] }]);
    const share = await made(cookie, body(documentId, { redactions: [mail] }));
    expect(textsOf(await copyOf(share.id))).toEqual([`Write to ${REDACTED} today.`]);
    expect(share.about).toMatchObject({ redactions: 1 });
  });

  it('is not made of one that is empty, still written by a model, not saved yet, or not theirs', async () => {
    const { user, cookie } = await newVisitor();
    const empty = await save(user.id, []);
    const open = aStep(null, [written(0, 'Begun')], { kind: 'generated', runId: 'run', open: true });
    const growing = await save(user.id, [open]);
    const saved = await save(user.id, aLine(null, 0, ['Saved']));
    for (const requested of [
      body(empty),
      body(growing),
      { ...body(saved), head: randomUUID() },
      { ...body(saved), head: null },
    ]) {
      for (const refuse of [post, look]) {
        const answer = await refuse(cookie, requested);
        expect(answer.status, answer.text).toBe(409);
        expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'documentId' } });
      }
    }
    const elsewhere = await newVisitor();
    for (const refuse of [post, look]) {
      expect((await refuse(elsewhere.cookie, body(saved))).status).toBe(404);
      expect((await refuse(cookie, body(randomUUID()))).status).toBe(404);
      expect((await refuse(cookie, { ...body(saved), runId: 'run' })).status).toBe(400);
      expect((await refuse(cookie, { ...body(saved), head: 'no uuid' })).status).toBe(400);
    }
  });

  it('is refused when it is too much, and can do with less', async () => {
    const { user, cookie } = await newVisitor();
    const root = aStep(null, [written(0, 'x')]);
    const long = aStep(root.id, [written(1, 'y'.repeat(3_000_000))]);
    const other = aStep(root.id, [written(1, 'z'.repeat(3_900_000))]);
    const third = aStep(root.id, [written(1, 'w'.repeat(3_900_000))]);
    const documentId = await save(user.id, [root, long, other, third], root.id);
    const include = { ...ALL, authors: true };
    const refused = await look(cookie, body(documentId, { include: { ...include, branches: true } }));
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ error: { code: 'conflict', param: 'include' } });
    expect((await look(cookie, { ...body(documentId, { include }), head: long.id })).status).toBe(200);
    const many = Array.from({ length: 501 }, (_, at) => aStep(root.id, [written(1, `branch ${at}`)]));
    const broad = await save(user.id, [root, ...many], root.id);
    const answer = await look(cookie, body(broad, { include: { ...include, branches: true } }));
    expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'include' } });
    expect((await look(cookie, body(broad, { include }))).status).toBe(200);
  });

  it('keeps text that no database can hold, and counts toward its owner’s storage', async () => {
    const { user, cookie } = await newVisitor();
    const text = `half \ud83d, nul \0, ‮ right to left, <script>alert(1)</script>\r\n${'x'.repeat(50_000)}`;
    const documentId = await save(user.id, [aStep(null, [written(0, text)])]);
    const before = (await storageOf(user.id)).usedBytes;
    const share = await made(cookie, body(documentId));
    expect((await storageOf(user.id)).usedBytes - before).toBeGreaterThan(50_000);
    const opened = await openShare(share.path?.slice('/s/'.length) ?? '');
    if (opened.state !== 'open' || opened.shared.kind !== 'document') throw new Error('not open');
    expect(textsOf(opened.shared)).toEqual([text]);
  });

  it.each([
    ['keep', 'open'],
    ['revoke', 'revoked'],
    [undefined, 'open'],
  ])('of a document that is deleted with links=%s is %s', async (links, status) => {
    const { user, cookie } = await newVisitor();
    const documentId = await save(user.id, aLine(null, 0, ['A text']));
    const share = await made(cookie, body(documentId));
    const answer = await callRoute(document.DELETE, {
      method: 'DELETE',
      cookie,
      path: `/api/documents/${documentId}${links === undefined ? '' : `?links=${links}`}`,
      params: { documentId },
    });
    expect(answer.status).toBe(204);
    expect((await page(cookie)).shares).toMatchObject([{ status, documentId: null, promptPreview: null }]);
    const { snapshot, sealedSlug } = await storedShare(share.id);
    expect([snapshot === null, sealedSlug === '']).toEqual(Array(2).fill(status === 'revoked'));
    expect((await post(cookie, body(documentId))).status).toBe(404);
    await callRoute(restore.POST, { method: 'POST', cookie, params: { documentId } });
    expect((await page(cookie)).shares).toMatchObject([{ status, documentId }]);
  });
});
