/** An escape in a text: how many units it takes, and which character it means. */
export interface Escape {
  readonly width: number;
  readonly codePoint: number;
}

/** Escapes of addresses (also of several bytes), of HTML (with its markup), of JSON and of code. */
const ESCAPE =
  /(%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}|%[0-7][\da-f])|&#(\d{1,7});|(?:&#x([\da-f]{1,6});|\\u([\da-f]{4})|\\x([\da-f]{2}))|&([a-z])(?:acute|grave|uml|circ|tilde|cedil|ring|slash|caron);|&[a-z]{2,8};|\\[nrtfbv]|<[a-z!/][^<>]{0,200}>/iy;

const SPACE = 0x20;

/** Null when a unit is not an escape. Named entities, line breaks and markup count as white space. */
export function escapeAt(text: string, at: number): Escape | null {
  const unit = text.charCodeAt(at);
  if (unit !== 0x25 && unit !== 0x26 && unit !== 0x5c && unit !== 0x3c) return null;
  ESCAPE.lastIndex = at;
  const found = ESCAPE.exec(text);
  if (found === null) return null;
  const [{ length: width }, inAddress, decimal, inPage, inJson, inCode, letter] = found;
  const hexadecimal = inPage ?? inJson ?? inCode;
  let codePoint = SPACE;
  if (inAddress !== undefined) codePoint = inAddressOf(inAddress);
  else if (decimal !== undefined) codePoint = Number(decimal);
  else if (hexadecimal !== undefined) codePoint = Number.parseInt(hexadecimal, 16);
  else if (letter !== undefined) codePoint = letter.charCodeAt(0);
  return { width, codePoint: codePoint <= 0x10ffff ? codePoint : SPACE };
}

function inAddressOf(escaped: string): number {
  try {
    return decodeURIComponent(escaped).codePointAt(0) ?? SPACE;
  } catch {
    return SPACE;
  }
}
