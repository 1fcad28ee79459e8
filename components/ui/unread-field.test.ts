import { afterEach, expect, it, vi } from 'vitest';
import { connectToaster } from './toast-store';
import { focusUnreadField } from './unread-field';

const said: string[] = [];
connectToaster(
  ({ message }) => said.push(message),
  () => undefined,
);
afterEach(() => {
  said.length = 0;
  vi.unstubAllGlobals();
});

function fieldOf(isSeen: boolean, labelledBy: string | null = null) {
  return {
    focus: vi.fn(),
    checkVisibility: () => isSeen,
    dataset: { unread: "“many” isn't a number." },
    ariaLabel: labelledBy === null ? 'Token ID' : null,
    getAttribute: () => labelledBy,
    value: 'many',
  };
}
const pageWith = (...fields: ReturnType<typeof fieldOf>[]) =>
  ({ querySelectorAll: () => fields }) as unknown as ParentNode;

it('goes to the first field that can be seen', () => {
  const fields = [fieldOf(false), fieldOf(true), fieldOf(true)] as const;
  expect(focusUnreadField(pageWith(...fields))).toBe(true);
  expect(fields.map(({ focus }) => focus.mock.calls.length)).toEqual([0, 1, 0]);
  expect(said).toEqual([]);
});

it('says what is wrong with a field that is out of sight, by its name', () => {
  vi.stubGlobal('document', { getElementById: (id: string) => ({ textContent: id === 'x' ? 'Top P' : '' }) });
  expect(focusUnreadField(pageWith(fieldOf(false)))).toBe(true);
  expect(focusUnreadField(pageWith(fieldOf(false, 'x')))).toBe(true);
  expect(said).toEqual(["Token ID: “many” isn't a number.", "Top P: “many” isn't a number."]);
});

it('keeps nobody from running where every field was read', () => {
  expect(focusUnreadField(pageWith())).toBe(false);
  expect(said).toEqual([]);
});
