import { expect, test } from 'vitest';
import { findModels } from './find-models';

const models = ['gpt-3.5-turbo-instruct', 'meta/Llama-3.1-8B', 'meta/Llama-3.1-70B', 'davinci-002'].map(
  (id) => ({
    id,
    ownedBy: null,
  }),
);
const ids = (found: readonly { id: string }[]) => found.map((model) => model.id);

test('all words have to occur, in any order and case', () => {
  expect(ids(findModels(models, [], '8b llama').others)).toEqual(['meta/Llama-3.1-8B']);
  expect(ids(findModels(models, [], 'nothing').others)).toEqual([]);
});

test('what begins with the search comes before what only holds it', () => {
  expect(ids(findModels([{ id: 'xdavinci', ownedBy: null }, ...models], [], 'davinci').others)).toEqual([
    'davinci-002',
    'xdavinci',
  ]);
});

test('recently used models come first, once, also when the server does not list them', () => {
  const found = findModels(models, ['my-finetune', 'davinci-002'], '');
  expect(ids(found.recent)).toEqual(['my-finetune', 'davinci-002']);
  expect(ids(found.others)).toHaveLength(3);
});

test('knows whether the name that was typed is shown', () => {
  expect(findModels(models, [], 'davinci-002').exact).toBe(true);
  expect(findModels(models, [], 'davinci').exact).toBe(false);
});
