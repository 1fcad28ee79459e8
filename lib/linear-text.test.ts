import { describe, expect, it } from 'vitest';
import { refuseUrl } from '@/lib/connections/server/upstream/address-guard';
import { secretsIn } from '@/lib/connections/server/upstream/secrets-in';
import { readFileRun } from '@/lib/history/model/export/read-exported-run';
import { namedTexts } from '@/lib/links/model/named-texts';
import { sharedSummary, sharedTitle } from '@/lib/links/model/shared-labels';
import { withoutCosts } from '@/lib/links/model/withhold-costs';
import { drawable } from '@/lib/links/server/card/drawable';
import { fromStorable, toStorable } from '@/lib/platform/db/safe-text';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { html } from '@/lib/platform/server/http/html';
import { MAX_BODY_BYTES, parseJson, parsePromptBody } from '@/lib/platform/server/http/json-body';
import { importRequest } from '@/lib/playground/model/import/import-request';
import { encode } from '@/lib/practice/tokenizer';
import { growsTooMuch, type Reading } from '@/lib/protocol/fixtures/growth';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';

/** What this room does by itself with texts that others wrote; the protocol has its own table (lib/protocol/linear-text.test.ts). */
const SENT = 64 * 1024;

/** A refusal is an answer, too. */
function body(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** The same with the bounds of a body that is larger than others may be. */
function promptBody(run: string): unknown {
  try {
    return parsePromptBody(`${' '.repeat(MAX_BODY_BYTES)}{"prompt":${JSON.stringify(run)},"a":[${run}`);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const readings: readonly Omit<Reading, 'size'>[] = [
  { name: 'a body', read: body },
  { name: 'a body, in a text', read: (run) => body(JSON.stringify({ request: { prompt: run } })) },
  { name: 'a body, in a list', read: (run) => body(`[${run.slice(0, -1)}1]`) },
  { name: 'a body with a prompt', read: promptBody },
  {
    name: 'a run of a file',
    read: (run) => readFileRun({ text: `{"a":[${run}`, number: 1, line: 1 }),
  },
  { name: 'the preview of a prompt', read: promptPreview },
  { name: 'the preview of outputs', read: (run) => outputPreview([{ text: run }, { text: run }]) },
  { name: 'what a database keeps', read: (run) => fromStorable(toStorable(run)), quick: 2 },
  { name: 'secrets by their names', read: (run) => namedTexts(run) },
  {
    name: 'secrets in JSON, in JSON',
    read: (run) => namedTexts({ [run]: JSON.stringify([run]), value: `[${run}` }),
  },
  {
    name: 'a raw answer without costs',
    read: (run) => withoutCosts(`{"a":${JSON.stringify(run)},"cost":1}`),
  },
  { name: 'text in a page', read: (run) => html`<p>${run}</p>` },
  { name: 'text in a picture', read: (run) => drawable(run, { characters: new Set([97]) }, 600) },
  {
    name: 'the words of a link',
    read: (run) => {
      const shared = {
        version: 1,
        kind: 'run',
        title: null,
        sharedAt: '2026-01-01T00:00:00.000Z',
        status: 'complete',
        prompt: run,
        outputs: [{ index: 0, text: run, finishReason: 'stop' }],
      } as const;
      return [
        sharedTitle({ ...shared, outputs: [...shared.outputs] }),
        sharedSummary({ ...shared, outputs: [...shared.outputs] }),
      ];
    },
  },
  { name: 'an address to connect to', read: (run) => refuseUrl(`https://a${run}`, { allowPrivate: false }) },
  {
    name: 'a key',
    read: (run) => secretsIn({ key: `bearer${run}`, headers: [{ name: 'a', value: `basic${run}` }] }),
  },
  {
    name: 'the address of a client',
    read: (run) => {
      const forwarded = [...run].filter((sign) => sign > ' ' && sign < '\u007f').join('');
      return clientAddress(new Request('http://a.test', { headers: { 'x-forwarded-for': forwarded } }));
    },
  },
  { name: 'pasted code', read: (run) => importRequest(`completions.create(${run}`) },
  {
    name: 'pasted code with a variable',
    read: (run) => importRequest(`x = ${run}\nrequests.post(u, json=x)`),
  },
  { name: 'pasted headers', read: (run) => importRequest(`curl -H "${run}" -H 'a: ${run}' -d {}`) },
  {
    name: 'headers of pasted code',
    read: (run) => importRequest(`headers: {${run}\ncompletions.create({ headers: { a: "${run}`),
  },
  { name: 'a pasted call', read: (run) => importRequest(`requests.post(u, ${run}`) },
  { name: 'a pasted body', read: (run) => importRequest(`requests.post(u, json={"a": ${run}`) },
  { name: 'a pasted command', read: (run) => importRequest(`curl ^"a^" ^\n -d ${run}`) },
  { name: 'pasted PowerShell', read: (run) => importRequest(`irm ${run} -Body ${run}`) },
  { name: 'a pasted hashtable', read: (run) => importRequest(`$x = @{ a = ${run}\nirm u -Body $x`) },
  { name: 'a pasted here-string', read: (run) => importRequest(`irm u -Body @"\n${run}`) },
  { name: 'a prompt of the practice model', read: (run) => encode(run.slice(-SENT / 4)) },
];

describe('twice the text takes about twice the time, whatever it is made of', () => {
  it.each(readings)('$name', { timeout: 600_000 }, (reading) => {
    expect(growsTooMuch({ ...reading, size: SENT })).toEqual([]);
  });
});
