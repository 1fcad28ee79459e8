import { afterEach, expect, test } from 'vitest';
import {
  clearParameterError,
  clearParameterErrors,
  focusField,
  getParameterError,
  onFieldFocus,
  showParameterError,
  takeWaitingFocus,
} from './parameter-errors';

afterEach(clearParameterErrors);

test('a message goes to its field and stays until the field is changed', () => {
  expect(showParameterError('temperature', 'Too hot.')).toBe(true);
  expect(showParameterError('model', 'No such model.')).toBe(true);
  expect(getParameterError('temperature')).toBe('Too hot.');
  clearParameterError('temperature');
  expect(getParameterError('temperature')).toBeNull();
  expect(getParameterError('model')).toBe('No such model.');
  takeWaitingFocus();
});

test('a name without a control is nobody’s', () => {
  expect(showParameterError('toString', 'x')).toBe(false);
  expect(showParameterError('messages', 'x')).toBe(false);
  expect(takeWaitingFocus()).toBeNull();
});

test('the first who has the control gets the focus; a wish that nobody takes waits, once', () => {
  const requested: string[] = [];
  const off = onFieldFocus((field) => {
    requested.push(field);
    return field === 'prompt';
  });
  focusField('prompt');
  expect(takeWaitingFocus()).toBeNull();
  focusField('seed');
  expect(requested).toEqual(['prompt', 'seed']);
  expect(takeWaitingFocus()).toBe('seed');
  expect(takeWaitingFocus()).toBeNull();
  off();
});
