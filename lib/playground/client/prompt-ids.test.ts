import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Detokenize, Detokenized } from '@/lib/connections/model/tokens';
import { emptyDraft } from './draft';
import { getDraft, replaceDraft } from './draft-store';
import { switchPromptIds } from './prompt-ids';

let answer: (body: Detokenize) => Detokenized;
let asked: Detokenize[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as Detokenize;
    asked.push(body);
    return Response.json(answer(body));
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = (ids: string) =>
  replaceDraft({ ...emptyDraft(), connectionId: 'mine', model: 'm', asIds: true, prompts: [ids] });
const BUSY = 'The server is busy.';

it('makes a text of ids without asking for the text of each', async () => {
  open('5 6');
  answer = () => ({ prompt: 'Once upon', token_strs: null });
  expect(await switchPromptIds()).toMatchObject({ converted: true });
  expect(getDraft()).toMatchObject({ asIds: false, prompts: ['Once upon'] });
  expect(asked).toEqual([{ model: 'm', tokens: [5, 6], return_token_strs: false }]);
});

it('takes a text that is known, though the text of each is not', async () => {
  open('5 6');
  answer = () => ({ prompt: 'Once upon', token_strs: null, failure: BUSY });
  expect(await switchPromptIds()).toMatchObject({ converted: true });
  expect(getDraft().prompts).toEqual(['Once upon']);
});

it('asks for the text of each where the whole has replacements in it', async () => {
  open('5 6');
  answer = ({ return_token_strs }) =>
    return_token_strs === false
      ? { prompt: '\ufffd\ufffd', token_strs: null }
      : { prompt: '\ufffd\ufffd', token_strs: [[0xc3], [0xa9]] };
  expect(await switchPromptIds()).toMatchObject({ converted: true });
  expect(getDraft().prompts).toEqual(['é']);
});

it.each<[string, Detokenized]>([
  ['does not answer', { prompt: null, token_strs: null, failure: BUSY }],
  ['has no tokenizer', { prompt: null, token_strs: null }],
  ['tells only replacements', { prompt: '\ufffd', token_strs: [[]] }],
])('leaves the ids where the server %s', async (_how, answered) => {
  open('5');
  answer = () => answered;
  expect(await switchPromptIds()).toMatchObject({ converted: false });
  expect(getDraft()).toMatchObject({ asIds: true, prompts: ['5'] });
});
