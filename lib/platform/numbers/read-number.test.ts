import { describe, expect, it } from 'vitest';
import { type NumberRules, readNumber, withAsciiDigits } from './read-number';

const INTEGER: NumberRules = { integer: true, min: 0, max: 1_000_000 };
const TEMPERATURE: NumberRules = { min: 0, max: 2 };
const PENALTY: NumberRules = { min: -2, max: 2 };
const BIAS: NumberRules = { min: -100, max: 100 };
const ANY: NumberRules = {};

const number = (value: number) => ({ kind: 'number', value });

/** Non-breaking, narrow non-breaking, thin, figure, ideographic. */
const SPACES = ['\u00a0', '\u202f', '\u2009', '\u2007', '\u3000', ' '];

describe('readNumber', () => {
  it.each<[string, number]>([
    ['0.7', 0.7],
    [' 12 ', 12],
    ['.5', 0.5],
    [',5', 0.5],
    ['1.', 1],
    ['-0', 0],
    ['0,25', 0.25],
    ['+3', 3],
    ['1e3', 1000],
    ['1.5E-3', 0.0015],
    ['1,5e3', 1500],
    ['- 2', -2],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234,567.25', 1234567.25],
    ['1.234.567,25', 1234567.25],
    ["1'234.5", 1234.5],
    ['1’234,5', 1234.5],
    ['1_000', 1000],
    ['1,00,000', 100000],
    ['12,34,567.5', 1234567.5],
    ['1,000,000', 1000000],
    ['1.000.000', 1000000],
    ['1234,567', 1234.567],
    ['0,500', 0.5],
    ['0.125', 0.125],
    ['١٬٠٠٠٫٥', 1000.5],
    ['۱۲٫۵', 12.5],
    ['१,००,०००', 100000],
    ['１２．５', 12.5],
    ['１，０００，０００', 1000000],
    ['𝟏𝟐', 12],
    ['٣\u200f', 3],
    ['\u202a5\u202c', 5],
  ])('%j is %d in a field without bounds', (text, value) => {
    expect(readNumber(text, ANY)).toEqual(number(value));
  });

  it('knows every sign for minus', () => {
    for (const minus of '-−–—‐‑‒﹣－⁻') expect(readNumber(`${minus}2`, ANY), minus).toEqual(number(-2));
    expect(readNumber('\u200e-\u200e2', ANY)).toEqual(number(-2));
  });

  it('knows every space between thousands', () => {
    for (const space of SPACES) {
      expect(readNumber(`1${space}000${space}000`, INTEGER)).toEqual(number(1000000));
      expect(readNumber(`1${space}000,5`, ANY)).toEqual(number(1000.5));
    }
  });

  it('a field for whole numbers reads a comma or a point before three digits as thousands', () => {
    for (const text of ['1,000', '1.000', '1 000', "1'000", '1٬000', '1_000', '１，０００', '١٬٠٠٠']) {
      expect(readNumber(text, INTEGER), text).toEqual(number(1000));
    }
    expect(readNumber('16.0', INTEGER)).toEqual(number(16));
    for (const text of ['1.000,00', '1,000.00', '1000,00', '1000.00'])
      expect(readNumber(text, INTEGER), text).toEqual(number(1000));
    expect(readNumber('1e3', INTEGER)).toEqual(number(1000));
    expect(readNumber('1.5e3', INTEGER)).toEqual(number(1500));
  });

  it('the bounds of a field decide between two meanings', () => {
    expect(readNumber('1,500', TEMPERATURE)).toEqual(number(1.5));
    expect(readNumber('1.500', TEMPERATURE)).toEqual(number(1.5));
    expect(readNumber('-1,250', PENALTY)).toEqual(number(-1.25));
    expect(readNumber('12,500', BIAS)).toEqual(number(12.5));
    expect(readNumber('5,000', { min: 1000 })).toEqual(number(5000));
  });

  it('names both meanings where the field does not decide', () => {
    for (const [text, rules] of [
      ['1,500', ANY],
      ['1.500', ANY],
      ['5,000', TEMPERATURE],
    ] as const) {
      const read = readNumber(text, rules);
      expect(read).toMatchObject({ kind: 'refused' });
      const message = read.kind === 'refused' ? read.message : '';
      const [fraction, thousands] = text.startsWith('5') ? ['5', '5000'] : ['1.5', '1500'];
      expect(message).toMatch(new RegExp(`could mean ${fraction.replace('.', '\\.')} or ${thousands}\\.`));
    }
  });

  it('reads a number out of bounds as it is: to say so is the field’s', () => {
    expect(readNumber('3,5', TEMPERATURE)).toEqual(number(3.5));
    expect(readNumber('-5', INTEGER)).toEqual(number(-5));
  });

  it.each([
    '-',
    '+',
    '.',
    ',',
    'abc',
    '0x10',
    '1 2',
    '1 00',
    '--1',
    '+-1',
    'Infinity',
    'NaN',
    '1,2,3',
    '1.2.3',
    '1,000,00',
    '12,3456.7',
    '1.000,000,5',
    '1,000.5.5',
    '5-',
    '(5)',
    '50%',
    '1k',
    '1/2',
    '½',
    '10²',
    '①',
    '三',
    'Ⅷ',
    '1e',
    'e5',
    '1e5.5',
    '1·5',
    '1:5',
    '１。５',
    '1,,000',
    '1..000',
    "1''000",
    '1, 000',
    '0,000,001',
    '1\t000',
    '1\n000',
    '$5',
    '≈3',
    '1٫2٫3',
    '12٬34',
  ])('%j is no number', (text) => {
    const read = readNumber(text, ANY);
    expect(read, text).toMatchObject({ kind: 'refused' });
    expect(read.kind === 'refused' && read.message).toContain(`“${text}”`);
  });

  it('distinguishes empty from wrong', () => {
    for (const text of ['', '  ', '\u200e', '\u00a0'])
      expect(readNumber(text, INTEGER)).toEqual({ kind: 'empty' });
  });

  it('refuses a fraction, and what would be sent as another number, in a field for whole numbers', () => {
    for (const text of ['1.5', '1,5', '٫٥', '1e-3', '1.000,5', '1.5000']) {
      expect(readNumber(text, INTEGER)).toMatchObject({
        message: expect.stringContaining("isn't a whole number"),
      });
    }
    // What may be a thousand that lacks a digit, or has one too many, is not read as one.
    for (const text of ['1,00', '1.00', '１，００', '١٫٠٠', '1,0000', '12.00', '123,00']) {
      expect(readNumber(text, INTEGER), text).toMatchObject({
        message: expect.stringContaining('is unclear'),
      });
    }
    expect(readNumber('9007199254740993', { integer: true })).toMatchObject({
      message: expect.stringContaining('too large'),
    });
    expect(readNumber('1e999', ANY)).toMatchObject({ message: expect.stringContaining('too large') });
    expect(readNumber('9'.repeat(400), ANY)).toMatchObject({ kind: 'refused' });
  });

  it('reads what Intl writes for every locale that this machine knows', () => {
    const locales = Intl.supportedValuesOf('calendar') && LOCALES;
    for (const locale of locales) {
      for (const value of [0, 7, 16, 999, 1000, 12345, 1234567, -42]) {
        const text = new Intl.NumberFormat(locale).format(value);
        expect(readNumber(text, { integer: true }), `${locale} ${text}`).toEqual(number(value));
      }
      for (const value of [0.5, -1.25, 1234567.5, 2]) {
        const text = new Intl.NumberFormat(locale).format(value);
        expect(readNumber(text, ANY), `${locale} ${text}`).toEqual(number(value));
      }
      for (const value of [0.125, 1.375, 2]) {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 3 }).format(value);
        expect(readNumber(text, TEMPERATURE), `${locale} ${text}`).toEqual(number(value));
      }
    }
  });

  it('takes no longer for a hostile text', () => {
    for (const unit of ['1', ',', '1,', ' ', '-', '1 ', '.0', '٬', 'e1']) {
      const read = readNumber(unit.repeat(100_000), ANY);
      expect(['refused', 'empty']).toContain(read.kind);
    }
  });
});

it('withAsciiDigits knows the digits of every script', () => {
  let count = 0;
  for (let code = 0; code <= 0x1ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (!/\p{Nd}/u.test(character)) continue;
    expect(withAsciiDigits(character), code.toString(16)).toMatch(/^\d$/);
    count += 1;
  }
  // All scripts bring ten of them.
  expect(count % 10).toBe(0);
  expect(withAsciiDigits('٠١٢٣٤٥٦٧٨٩ ०९ ߉ 𑁦𑁯 𝟘𝟡𝟬𝟵')).toBe('0123456789 09 9 09 0909');
});

const LOCALES =
  'en en-IN en-ZA de de-CH de-AT fr fr-CH fr-CA es es-MX pt pt-PT it it-CH nl sv nb da fi et lv lt pl cs sk hu ro bg el ru uk be tr az ka hy he ar ar-EG ar-SA ar-MA fa ckb ur ps hi bn mr ne ta te kn ml gu pa si th lo km my id ms vi zh zh-TW ja ko mn kk uz sw am zu af is ga cy eu ca gl mt sq mk sr hr bs sl fil jv su as or dz ks mni sat ff-Adlm'.split(
    ' ',
  );
