import { parseWireJson } from '@/lib/protocol/response/json-reader';

/** A text in a JSON value, or one of its names. */
export interface NamedText {
  readonly text: string;
  /** What it is called says that it is secret, whatever it looks like. */
  readonly isSecret: boolean;
}

/** JSON in a text of JSON is read this often. */
const MAX_LAYERS = 3;

/**
 * Every text of a JSON value, in order, names and texts that are JSON themselves included. A secret is often known by its name
 * alone (`"password": "correct horse"`), also in a list (`"api_keys": […]`) and in pairs (`{"name": "Authorization", "value": …}`).
 */
export function namedTexts(value: unknown, name = ''): NamedText[] {
  const texts: NamedText[] = [];
  collect(value, nameKind(name), MAX_LAYERS, texts);
  return texts;
}

type NameKind = 'secret' | 'token' | 'plain';

function collect(value: unknown, kind: NameKind, layers: number, texts: NamedText[]): void {
  if (typeof value === 'string') {
    const inner = layers > 0 && /^\s{0,8}[[{"]/.test(value) ? parseWireJson(value) : null;
    if (inner?.ok) collect(inner.value, kind, layers - 1, texts);
    else texts.push({ text: value, isSecret: isSecret(value, kind) });
  } else if (typeof value === 'number') {
    // A PIN or a password of figures; other numbers are no texts.
    const text = String(value);
    if (kind === 'secret' && isSecret(text, kind)) texts.push({ text, isSecret: true });
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, kind, layers, texts);
  } else if (typeof value === 'object' && value !== null) {
    const pairKind = pairName(value);
    for (const [name, item] of Object.entries(value)) {
      texts.push({ text: name, isSecret: false });
      const own = nameKind(name);
      collect(item, own === 'plain' ? (name === 'value' ? pairKind : kind) : own, layers, texts);
    }
  }
}

/** Of `{name, value}`. */
function pairName(pair: object): NameKind {
  const { name, key, header } = pair as Record<string, unknown>;
  const named = [name, header, key].find((text) => typeof text === 'string');
  return typeof named === 'string' ? nameKind(named) : 'plain';
}

const MIN_SECRET = 4;
/** As in texts: what is called a token may also be one of a vocabulary. */
const MIN_TOKEN = 8;
/** Longer ones are documents. */
const MAX_SECRET = 4_000;

function isSecret(text: string, kind: NameKind): boolean {
  const { length } = text.trim();
  if (kind === 'plain' || length > MAX_SECRET) return false;
  return kind === 'secret'
    ? length >= MIN_SECRET
    : length >= MIN_TOKEN && /\d/.test(text) && /\p{L}/u.test(text);
}

const SECRET_WORDS =
  /^(?:apikey|accesskey|secretkey|privatekey|secret|password|passwd|passphrase|passwort|pwd|authorization|bearer|credential|cookie|jwt|pin)$/;
/** Before "key": what it opens. Without one of these it may be any key of a map. */
const KEY_OF = /^(?:api|access|secret|private|auth|subscription|account|master|signing|encryption|license)$/;

/** By its last words: `X-Api-Key`, `openaiApiKey` and `db_passwords` are secrets, `max_tokens` and `key` are not. */
function nameKind(name: string): NameKind {
  const words = name
    .slice(-100)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]/u)
    .filter((word) => word !== '')
    // `keys` is `key`; `access` stays.
    .map((word) => word.replace(/(?<!s)s$/, ''));
  const last = words.at(-1) ?? '';
  if (SECRET_WORDS.test(last) || (last === 'key' && KEY_OF.test(words.at(-2) ?? ''))) return 'secret';
  return last === 'token' || last === 'auth' ? 'token' : 'plain';
}
