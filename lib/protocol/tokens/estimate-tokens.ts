/**
 * An estimate of a text's tokens for GPT-like tokenizers: four Latin characters per token, one or two for
 * scripts written without spaces. Accurate to about a fifth; always shown with "about". Linear in the text.
 */
export function estimateTokens(text: string): number {
  let latin = 0;
  let dense = 0;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit < 0x2e80) latin += 1;
    // The second half of a pair belongs to the preceding character.
    else if (unit < 0xdc00 || unit > 0xdfff) dense += 1;
  }
  return Math.ceil(latin / 4 + dense * 0.8);
}

/** Characters as people count them: an emoji of two code units is one. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit >= 0xdc00 && unit <= 0xdfff) count -= 1;
  }
  return count;
}
