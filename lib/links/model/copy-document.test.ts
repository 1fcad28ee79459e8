import { expect, test } from 'vitest';
import type { DocumentText, Piece } from '@/lib/documents/model/document-text';
import { EMPTY_TREE, textAt, withNodes } from '@/lib/documents/model/document-tree';
import { isForeignRun } from '@/lib/documents/model/foreign-run';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import {
  copyDocument,
  type SharableBranch,
  type SharableDocument,
  type SharableSource,
} from './copy-document';
import { documentOfShared } from './document-of-shared';
import { findingsIn } from './find-sensitive';
import { REDACTED } from './redact';
import { type SharedDocument, sharedDocumentSchema } from './shared-document';
import { branchToShow, mapOfBranches, piecesOfBranch, textOf } from './shared-document-text';
import { branchesLabel, sharedModels, sharedSummary, sharedTitle } from './shared-labels';
import { sharedDocumentTexts } from './shared-texts';
import type { ShareChoice } from './shares';
import { isRedacted } from './withhold-hints';

const ALL: ShareChoice = {
  prompt: true,
  parameters: true,
  outputs: true,
  probabilities: true,
  timings: true,
  authors: true,
  branches: true,
};
const REQUEST: CompletionRequest = {
  model: 'a-model',
  prompt: 'Prompt of the run',
  suffix: 'Suffix of the run',
  user: 'somebody',
  temperature: 0.5,
  seed: 7,
  max_tokens: 9,
};

const person = (text: string): Piece => ({ text, source: null });
const model = (text: string, at = 0, runId = 'run', choice = 0): Piece => ({
  text,
  source: { runId, choice, at },
});

function textFrom(...pieces: Piece[]): DocumentText {
  return {
    text: pieces.map(({ text }) => text).join(''),
    spans: pieces.map(({ text, source }) => ({ length: text.length, source })),
  };
}

function branch(
  parent: number | null,
  text: DocumentText,
  more: Partial<SharableBranch> = {},
): SharableBranch {
  return { parent, text, name: null, starred: false, ...more };
}

/** A run that brought these tokens. */
function run(...texts: string[]): SharableSource {
  const tokens = texts.map(
    (text): Token => ({ text, logprob: -0.5, top: [{ text: `not ${text}`, logprob: -1 }] }),
  );
  return { request: REQUEST, choices: new Map([[0, { text: texts.join(''), tokens }]]) };
}

async function share(
  document: Partial<SharableDocument> & Pick<SharableDocument, 'branches'>,
  redactions: string[] = [],
  include: Partial<ShareChoice> = {},
): Promise<SharedDocument> {
  const shared = await copyDocument(
    { shown: 0, runs: new Map(), ...document },
    { title: null, include: { ...ALL, ...include }, redactions, sharedAt: '2026-12-01T00:00:00.000Z' },
    async () => undefined,
  );
  // What is stored is read back through the schema.
  expect(sharedDocumentSchema.parse(JSON.parse(JSON.stringify(shared)))).toEqual(shared);
  for (const { pieces } of shared.branches) {
    for (const { text, tokens } of pieces) if (tokens) expect(textOf(tokens)).toBe(text);
  }
  return shared;
}

const textsOf = (shared: SharedDocument) =>
  shared.branches.map((_, at) => textOf(piecesOfBranch(shared, at)));

test('a text with who wrote what, its tokens and settings; nothing of the run besides', async () => {
  const shared = await share({
    branches: [branch(null, textFrom(person('Once '), model('upon a time')))],
    runs: new Map([['run', run('upon', ' a', ' time', ' not in the text')]]),
  });
  expect(shared).toMatchObject({
    kind: 'document',
    authors: true,
    runs: [{ model: 'a-model', parameters: { temperature: 0.5, seed: 7, max_tokens: 9 } }],
    branches: [
      {
        parent: null,
        start: 0,
        end: 0,
        generated: false,
        pieces: [
          { text: 'Once ' },
          { text: 'upon a time', by: 0, tokens: [{ text: 'upon' }, { text: ' a' }, { text: ' time' }] },
        ],
      },
    ],
  });
  expect(JSON.stringify(shared)).not.toMatch(/somebody|Prompt of|Suffix of|not in the text"|"run"/);
});

test('what is left out is not there', async () => {
  const document = {
    branches: [branch(null, textFrom(person('A '), model('b', 2)))],
    runs: new Map([['run', run('a', ' ', 'b')]]),
  };
  const bare = JSON.stringify(await share(document, [], { authors: false, parameters: false }));
  expect(bare).not.toMatch(/a-model|logprob|"by"|temperature/);
  expect(textsOf(await share(document, [], { authors: false }))).toEqual(['A b']);
  expect(JSON.stringify(await share(document, [], { probabilities: false }))).not.toContain('logprob');
  expect((await share(document, [], { parameters: false })).runs).toEqual([{}]);
  expect(sharedModels(await share(document, [], { authors: false }))).toEqual(['a-model']);
});

test('tokens that lost a part, and text that is not the run’s, are text', async () => {
  const runs = new Map([['run', run('ab', 'cd', 'ef')]]);
  const shared = await share({
    branches: [branch(null, textFrom(model('bcde', 1), person('!'), model('XX', 0)))],
    runs,
  });
  expect(piecesOfBranch(shared, 0)).toEqual([
    {
      text: 'bcde',
      by: 0,
      tokens: [
        { text: 'b', logprob: null, top: [] },
        { text: 'cd', logprob: -0.5, top: [{ text: 'not cd', logprob: -1 }] },
        { text: 'e', logprob: null, top: [] },
      ],
    },
    { text: '!' },
    { text: 'XX', by: 0 },
  ]);
});

test('runs with the same settings are one; deleted runs are still a model’s', async () => {
  const other = { ...run('d'), request: { ...REQUEST, temperature: 1 } };
  const pieces = [
    model('a', 0, 'one'),
    person(' '),
    model('a', 0, 'two'),
    person(' '),
    model('d', 0, 'three'),
  ];
  const shared = await share({
    branches: [branch(null, textFrom(...pieces, person(' '), model('x', 0, 'gone')))],
    runs: new Map([
      ['one', run('a')],
      ['two', run('a')],
      ['three', other],
    ]),
  });
  expect(shared.runs).toMatchObject([{ model: 'a-model' }, { parameters: { temperature: 1 } }, {}]);
  expect(piecesOfBranch(shared, 0).flatMap(({ by }) => by ?? [])).toEqual([0, 0, 1, 2]);
});

test('each branch is what it changes in the one before', async () => {
  const root = textFrom(person('The cat sat.'));
  const shared = await share({
    branches: [
      branch(null, root),
      branch(0, textFrom(person('The cat sat.'), model(' It purred.'))),
      branch(0, textFrom(person('The dog sat.')), { name: 'Dog', starred: true }),
      branch(2, textFrom(person('The '))),
      branch(null, textFrom(model('Other'))),
    ],
    shown: 2,
  });
  expect(shared.branches).toMatchObject([
    { pieces: [{ text: 'The cat sat.' }] },
    { start: 12, end: 0, pieces: [{ text: ' It purred.', by: 0 }], generated: true },
    { start: 4, end: 5, pieces: [{ text: 'dog' }], name: 'Dog', starred: true, generated: false },
    { start: 4, end: 0, pieces: [] },
    { parent: null, pieces: [{ text: 'Other', by: 0 }] },
  ]);
  expect(textsOf(shared)).toEqual([
    'The cat sat.',
    'The cat sat. It purred.',
    'The dog sat.',
    'The ',
    'Other',
  ]);
  expect(sharedTitle(shared)).toBe('The dog sat.');
  expect(sharedSummary(shared)).toBe('The dog sat.');
  expect(branchesLabel(shared)).toBe('5 branches');
  const map = mapOfBranches(shared, 3);
  expect(map.map(({ level, onPath, words }) => [level, onPath, words])).toEqual([
    [1, true, 'The cat sat.'],
    [2, false, 'It purred.'],
    [2, true, 'dog'],
    [3, true, ''],
    [1, false, 'Other'],
  ]);
});

test('the same words by another author are another text', async () => {
  const shared = await share({
    branches: [branch(null, textFrom(model('one two'))), branch(0, textFrom(model('one '), person('two')))],
  });
  expect(piecesOfBranch(shared, 1)).toEqual([{ text: 'one ', by: 0 }, { text: 'two' }]);
});

test('halves of a character stay together', async () => {
  const shared = await share({
    branches: [branch(null, textFrom(person('a😀b'))), branch(0, textFrom(person('a😁b')))],
  });
  expect(shared.branches[1]).toMatchObject({ start: 1, end: 1, pieces: [{ text: '😁' }] });
});

test('a hidden text is hidden in every branch, across its authors and wherever a branch begins', async () => {
  const runs = new Map([['run', run('r 1', ' is', ' here', ' Agent')]]);
  const shared = await share(
    {
      branches: [
        branch(null, textFrom(person('Agent Smit'))),
        branch(0, textFrom(person('Agent Smithe'), model('r 1 is here'))),
        branch(1, textFrom(person('Agent Smithe'), model('r 1 is here Agent', 0), person(' Smither 1'))),
        branch(2, textFrom(person('Agent Smithe'))),
      ],
      runs,
    },
    ['Smither 1'],
  );
  expect(textsOf(shared)).toEqual([
    // It breaks off: the rest would be in the branch after it.
    `Agent ${REDACTED}`,
    `Agent ${REDACTED} is here`,
    `Agent ${REDACTED} is here Agent ${REDACTED}`,
    `Agent ${REDACTED}`,
  ]);
  expect(JSON.stringify(shared)).not.toMatch(/Smi|not |seed|max_tokens|her? 1/);
  expect(isRedacted(shared)).toBe(true);
  // Tokens beside it stay, without alternatives; what is touched is one, without a probability.
  expect(piecesOfBranch(shared, 1)).toEqual([
    { text: `Agent ${REDACTED}` },
    {
      text: ' is here',
      by: 0,
      tokens: [
        { text: ' is', logprob: -0.5, top: [] },
        { text: ' here', logprob: -0.5, top: [] },
      ],
    },
  ]);
});

test('names, models and settings are redacted too, and hints go with any redaction', async () => {
  const request = { ...REQUEST, model: 'tuned-for-acme', stop: ['by acme:'] };
  const source: SharableSource = { ...run('x'), request };
  const shared = await share(
    {
      branches: [branch(null, textFrom(model('x')), { name: 'For acme' })],
      runs: new Map([['run', source]]),
    },
    ['acme'],
  );
  expect(JSON.stringify(shared)).not.toMatch(/acme|not x|seed/);
  expect(shared.branches[0]?.name).toBe(`For ${REDACTED}`);
  expect(shared.runs[0]?.parameters).toMatchObject({ max_tokens: 9, stop: [`by ${REDACTED}:`] });
});

test('private texts are found in what each branch adds, also across its beginning, and each once', async () => {
  const mail = 'jane.doe@example.com';
  const found = async (branches: SharableBranch[], shown = 0) =>
    (await findingsIn(sharedDocumentTexts(await share({ branches, shown })), async () => {})).map(
      ({ text, count, fields }) => [text, count, fields],
    );
  expect(
    await found([
      branch(null, textFrom(person(`To ${mail}, jo`))),
      branch(0, textFrom(person(`To ${mail}, john.smith@exam`), model('ple.org'))),
      branch(0, textFrom(person(`To ${mail}, nobody`))),
    ]),
  ).toEqual([
    [mail, 1, ['text']],
    ['john.smith@example.org', 1, ['text']],
  ]);
  // What is taken away joins the two sides.
  expect(
    await found([
      branch(null, textFrom(person('ann.lee@ exam ple.org'))),
      branch(0, textFrom(person('ann.lee@example.org'))),
    ]),
  ).toEqual([['ann.lee@example.org', 1, ['text']]]);
  expect(await found([branch(null, textFrom(person('x')), { name: mail })])).toEqual([[mail, 1, ['name']]]);
});

test('a copy of it is a document with the same texts', async () => {
  const shared = await share({
    branches: [
      branch(null, textFrom(person('The cat'), model(' sat.'))),
      branch(0, textFrom(person('The '), model('dog'), model(' sat.', 0))),
      branch(1, textFrom(person('The end'))),
      branch(1, textFrom()),
      branch(null, textFrom(model('Other')), { name: 'n'.repeat(120), starred: true }),
    ],
  });
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const { nodes, head } = documentOfShared(shared, 2, newId);
  const tree = withNodes(EMPTY_TREE, nodes);
  expect(nodes.map(({ id }) => textAt(tree, id).text)).toEqual(textsOf(shared));
  expect(head).toBe(nodes[2]?.id);
  expect(nodes[4]).toMatchObject({ kind: 'generated', starred: true, name: 'n'.repeat(120), open: false });
  const { text, spans } = textAt(tree, nodes[1]?.id ?? '');
  const authors = spans.map(({ source }) => source !== null && isForeignRun(source.runId));
  expect([text, authors[0], authors.at(-1)]).toEqual(['The dog sat.', false, true]);
});

test('a page shows the branch that was asked for, or the owner’s', async () => {
  const shared = await share({
    branches: [branch(null, textFrom(person('a'))), branch(0, textFrom(person('ab')))],
    shown: 1,
  });
  for (const [asked, shown] of [
    [null, 1],
    ['0', 0],
    ['7', 1],
    ['-1', 1],
    ['0x0', 1],
    ['constructor', 1],
  ] as const) {
    expect(branchToShow(shared, asked), String(asked)).toBe(shown);
  }
});

test('a copy that leads in circles ends', async () => {
  const shared = await share({
    branches: [branch(null, textFrom(person('a'))), branch(0, textFrom(person('ab')))],
  });
  const circle = { ...shared, branches: shared.branches.map((one) => ({ ...one, parent: 1 })) };
  expect(textOf(piecesOfBranch(circle, 1))).toBe('b');
  expect(mapOfBranches(circle, 0)).toHaveLength(2);
});

test('where a branch leaves another one inside of a hidden text, its part of that is hidden, too', async () => {
  const SECRET = 'sk-abc123XYZw0q';
  const taken = await share(
    {
      branches: [
        branch(null, textFrom(person('key '), model(`${SECRET} done`))),
        branch(0, textFrom(person('key '), model('sk-abc123XYZ9QQ other'))),
        // A sibling, and one that is told from the empty text.
        branch(1, textFrom(person('key '), model('sk-abc12'), person('. No'))),
        branch(null, textFrom(person('key sk-abc123 by hand'))),
        // Too little of it to tell anything.
        branch(0, textFrom(person('key sk'))),
      ],
    },
    [SECRET],
  );
  const [whole, ...others] = textsOf(taken);
  expect(whole).toBe(`key ${REDACTED} done`);
  expect(others).toEqual([
    `key ${REDACTED}9QQ other`,
    `key ${REDACTED}. No`,
    `key ${REDACTED} by hand`,
    'key sk',
  ]);
  expect(JSON.stringify(taken)).not.toMatch(/abc1/);

  // The same from the end, and over two authors.
  const names = await share(
    {
      branches: [
        branch(null, textFrom(person('I am Alice'), model(' Johnson'), person(' of Oslo.'))),
        branch(0, textFrom(person('I am Bob'), model(' Johnson'), person(' of Oslo.'))),
        branch(0, textFrom(person('I am Alice'), model(' Smith.'))),
      ],
      runs: new Map([['run', run(' Johnson')]]),
    },
    ['Alice Johnson'],
  );
  expect(textsOf(names)).toEqual([
    `I am ${REDACTED} of Oslo.`,
    `I am Bob${REDACTED} of Oslo.`,
    `I am ${REDACTED}Smith.`,
  ]);
});
