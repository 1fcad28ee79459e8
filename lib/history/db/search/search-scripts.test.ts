import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import {
  createPostgresDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '@/lib/platform/db/testing/databases';
import { aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';
import { nextPosition } from '@/lib/runs/db/run-position';
import { searchRuns } from './search-runs';

interface Spoken {
  readonly language: string;
  /** One word of a text. */
  readonly word: string;
  /** Text before and after it, with the spaces that the language has. */
  readonly around: readonly [string, string];
  /** Spellings beside its own that find it: composed or not, in any case, is tried of each. */
  readonly also?: readonly string[];
  /** Other words, that do not. */
  readonly not: readonly string[];
}

const LANGUAGES: readonly Spoken[] = [
  {
    language: 'English',
    word: 'don’t',
    around: ['we ', ' know'],
    also: ["don't", 'don＇t', 'donʼt'],
    not: ['dona'],
  },
  {
    language: 'Polish',
    word: 'Łódź',
    around: ['do ', ' jedzie'],
    also: ['Lodz', 'łodz', 'Lódz'],
    not: ['Lodzia'],
  },
  {
    language: 'German',
    word: 'Straße',
    around: ['die ', ' ist'],
    also: ['strasse', 'STRASSE', 'STRAẞE'],
    not: ['strase'],
  },
  { language: 'French', word: 'œuvre', around: ['l’', ' d’été'], also: ['oeuvre', 'ŒUVRE'], not: ['uvre'] },
  { language: 'Spanish', word: 'mañana', around: ['hasta ', ' por'], also: ['manana'], not: ['banana'] },
  { language: 'Portuguese', word: 'coração', around: ['meu ', ' bate'], also: ['coracao'], not: ['corazao'] },
  {
    language: 'Danish',
    word: 'smørrebrød',
    around: ['et ', ' tak'],
    also: ['smorrebrod', 'SMØRREBRØD'],
    not: ['smarrebrad'],
  },
  {
    language: 'Swedish',
    word: 'Ångström',
    around: ['en ', ' lång'],
    also: ['angstrom', 'Ångström'],
    not: ['angstram'],
  },
  { language: 'Icelandic', word: 'þjóð', around: ['ein ', ' er'], also: ['thjod', 'ÞJÓÐ'], not: ['pjod'] },
  {
    language: 'Turkish',
    word: 'ışık',
    around: ['bir ', ' var'],
    also: ['isik', 'IŞIK', 'İŞİK', 'işik'],
    not: ['asak'],
  },
  {
    language: 'Azeri',
    word: 'İstiqlal',
    around: ['bu ', ' yolu'],
    also: ['istiqlal', 'ISTIQLAL', 'ıstiqlal'],
    not: ['stiqlal'],
  },
  { language: 'Romanian', word: 'țară', around: ['o ', ' mare'], also: ['tara', 'ţară'], not: ['sara'] },
  { language: 'Czech', word: 'příliš', around: ['je ', ' žluťoučký'], also: ['prilis'], not: ['pralis'] },
  {
    language: 'Hungarian',
    word: 'őrült',
    around: ['egy ', ' író'],
    also: ['orult', 'örült'],
    not: ['arult'],
  },
  { language: 'Croatian', word: 'Đakovo', around: ['grad ', ' lijep'], also: ['dakovo'], not: ['akovo'] },
  { language: 'Maltese', word: 'ħaġra', around: ['il ', ' kbira'], also: ['hagra'], not: ['agra'] },
  {
    language: 'Vietnamese',
    word: 'tiếng',
    around: ['nói ', ' Việt'],
    also: ['tieng', 'tiêng'],
    not: ['tiang'],
  },
  { language: 'Yoruba', word: 'ọmọ', around: ['àwọn ', ' náà'], also: ['omo'], not: ['ama'] },
  {
    language: 'Greek',
    word: 'Καλημέρα',
    around: ['σας ', ' κόσμε'],
    also: ['καλημερα', 'ΚΑΛΗΜΕΡΑ'],
    not: ['καλησπέρα'],
  },
  {
    language: 'Greek, final sigma',
    word: 'δρόμος',
    around: ['ο ', ' αυτός'],
    also: ['ΔΡΟΜΟΣ', 'δρομοσ', 'δρόμο'],
    not: ['δρόμων'],
  },
  {
    language: 'Ancient Greek',
    word: 'ἄνθρωπος',
    around: ['ὁ ', ' ἐστίν'],
    also: ['ανθρωπος', 'ἌΝΘΡΩΠΟΣ', 'άνθρωπος'],
    not: ['ανθρωποι'],
  },
  {
    language: 'Russian',
    word: 'большой',
    around: ['очень ', ' дом'],
    also: ['БОЛЬШОЙ', 'большои', 'больш'],
    not: ['большая'],
  },
  { language: 'Russian, ё', word: 'ещё', around: ['и ', ' раз'], also: ['еще', 'ЕЩЁ'], not: ['еща'] },
  {
    language: 'Ukrainian',
    word: 'п’ять',
    around: ['о ', ' ранку'],
    also: ["п'ять", 'пʼять', 'П’ЯТЬ'],
    not: ['пять'],
  },
  {
    language: 'Ukrainian, ї',
    word: 'їжак',
    around: ['цей ', ' спить'],
    also: ['іжак', 'ЇЖАК'],
    not: ['южак'],
  },
  { language: 'Serbian', word: 'ђак', around: ['је ', ' сам'], also: ['ЂАК'], not: ['дак'] },
  { language: 'Kazakh', word: 'қазақ', around: ['мен ', ' тілі'], also: ['ҚАЗАҚ'], not: ['казак'] },
  { language: 'Armenian', word: 'բարև', around: ['ասա ', ' ձեզ'], also: ['ԲԱՐԵՒ', 'բարեւ'], not: ['բարի'] },
  {
    language: 'Georgian',
    word: 'გამარჯობა',
    around: ['ჩემო ', ' მეგობარო'],
    also: ['ᲒᲐᲛᲐᲠᲯᲝᲑᲐ', 'გამარ'],
    not: ['გემარჯობა'],
  },
  { language: 'Hebrew', word: 'שָׁלוֹם', around: ['אמר ', ' לכם'], also: ['שלום', 'שלומ'], not: ['שלוש'] },
  {
    language: 'Hebrew, an abbreviation',
    word: 'צה״ל',
    around: ['אנשי ', ' הלכו'],
    also: ['צה"ל'],
    not: ['צב"ל'],
  },
  { language: 'Arabic', word: 'مُحَمَّد', around: ['قال ', ' هنا'], also: ['محمد', 'محـــمد'], not: ['محمود'] },
  {
    language: 'Arabic, alef',
    word: 'أحمد',
    around: ['ذهب ', ' إلى'],
    also: ['احمد', 'إحمد', 'آحمد', 'ﺃﺣﻤﺪ'],
    not: ['حامد'],
  },
  {
    language: 'Persian',
    word: 'می‌خواهم',
    around: ['من ', ' بروم'],
    also: ['میخواهم', 'مي‌خواهم'],
    not: ['نمی'],
  },
  { language: 'Urdu', word: 'کہانی', around: ['ایک ', ' سنو'], also: ['كهاني'], not: ['پانی'] },
  {
    language: 'Hindi',
    word: 'हिन्दी',
    around: ['यह ', ' भाषा'],
    also: ['हिन्दी', 'हिन्', 'हि'],
    not: ['हन्दी', 'हन', 'दी'],
  },
  { language: 'Hindi, nukta', word: 'लड़का', around: ['एक ', ' है'], also: ['लड़का', 'लडका'], not: ['लड़की'] },
  { language: 'Bengali', word: 'কোলকাতা', around: ['আমি ', ' যাই'], also: ['কোল'], not: ['কালকাতা', 'কলকাতা'] },
  { language: 'Punjabi', word: 'ਪੰਜਾਬੀ', around: ['ਮੈਂ ', ' ਹਾਂ'], not: ['ਪੰਜਾਬਾ'] },
  { language: 'Gujarati', word: 'ગુજરાતી', around: ['હું ', ' છું'], not: ['ગજરાતી'] },
  { language: 'Tamil', word: 'தமிழ்', around: ['என் ', ' மொழி'], also: ['தமி'], not: ['தமழ்'] },
  { language: 'Telugu', word: 'తెలుగు', around: ['మా ', ' భాష'], not: ['తలుగు'] },
  { language: 'Kannada', word: 'ಕನ್ನಡ', around: ['ನಮ್ಮ ', ' ನುಡಿ'], not: ['ಕನನಡ'] },
  { language: 'Malayalam', word: 'മലയാളം', around: ['എന്റെ ', ' ഭാഷ'], not: ['മലയളം'] },
  { language: 'Sinhala', word: 'සිංහල', around: ['මගේ ', ' බස'], not: ['සංහල'] },
  {
    language: 'Thai',
    word: 'ภาษาไทย',
    around: ['ฉันชอบ', 'มากที่สุด'],
    also: ['ภาษา', 'ไทย'],
    not: ['ภาษี', 'ไทร'],
  },
  { language: 'Lao', word: 'ພາສາລາວ', around: ['ຂ້ອຍຮຽນ', 'ທຸກມື້'], also: ['ພາສາ'], not: ['ພາສີ'] },
  {
    language: 'Khmer',
    word: 'ភាសាខ្មែរ',
    around: ['ខ្ញុំរៀន', 'រាល់ថ្ងៃ'],
    also: ['ភាសា', 'ភាសា​ខ្មែរ'],
    not: ['ភាសី'],
  },
  { language: 'Burmese', word: 'မြန်မာ', around: ['ကျွန်တော်', 'စာဖတ်သည်'], also: ['မြန်'], not: ['မြင်မာ'] },
  { language: 'Tibetan', word: 'བོད་ཡིག', around: ['ང་', '་ཤེས'], also: ['ཡིག'], not: ['བད་ཡིག'] },
  {
    language: 'Korean',
    word: '한국어',
    around: ['나는 ', '를 배운다'],
    also: ['한국', '한구'],
    not: ['한글', '국어'],
  },
  {
    language: 'Japanese',
    word: '東京',
    around: ['今日は', '都で'],
    also: ['東', '京'],
    not: ['京東', '西京'],
  },
  {
    language: 'Japanese, long',
    word: '東京都知事選挙',
    around: ['昨日の', 'の結果'],
    also: ['都知事'],
    not: ['東京都知事候補', '選挙都知事'],
  },
  {
    language: 'Japanese, voiced',
    word: 'がくせい',
    around: ['わたしは', 'です'],
    also: ['ガクセイ', 'ｶﾞｸｾｲ'],
    not: ['かくせい'],
  },
  {
    language: 'Japanese, katakana',
    word: 'ﾃﾞｰﾀﾍﾞｰｽ',
    around: ['新しい', 'を作る'],
    also: ['データベース', 'データ'],
    not: ['テータヘース'],
  },
  {
    language: 'Chinese',
    word: '机器学习',
    around: ['我们研究', '的方法'],
    also: ['学习', '机器'],
    not: ['学机', '机械学习'],
  },
  { language: 'Chinese, rare', word: '𠮷野家', around: ['我去', '吃飯'], also: ['𠮷'], not: ['𠮶野家'] },
  { language: 'Mongolian', word: 'ᠮᠣᠩᠭᠣᠯ', around: ['ᠪᠢ ', ' ᠬᠦᠮᠦᠨ'], not: ['ᠮᠣᠩ ᠭᠠᠯ'] },
  { language: 'Amharic', word: 'ሰላም', around: ['እናንተ ', ' ናችሁ'], not: ['ሰለም'] },
  { language: 'Adlam', word: '𞤆𞤵𞤤𞤢𞤪', around: ['𞤳𞤮 ', ' 𞤲𞤣𞤫'], also: ['𞤨𞤵𞤤𞤢𞤪'], not: ['𞤆𞤵𞤤𞤫𞤪'] },
  { language: 'Cherokee', word: 'ᏣᎳᎩ', around: ['ᎠᏯ ', ' ᎦᏬᏂᎯᏍᏗ'], also: ['ꮳꮃꭹ'], not: ['ᏣᎳᎪ'] },
  {
    language: 'full-width',
    word: 'Ｈｅｌｌｏ１２３',
    around: ['say ', ' now'],
    also: ['hello123', 'HELLO'],
    not: ['ello'],
  },
  {
    language: 'digits',
    word: '٢٠٢٦',
    around: ['سنة ', ' كانت'],
    also: ['2026', '२०२६', '２０２６'],
    not: ['2027'],
  },
  { language: 'emoji', word: '🎉', around: ['party ', '🎊 time'], also: ['🎉️'], not: ['🎈'] },
  {
    language: 'emoji, joined',
    word: '👩🏽‍🚀',
    around: ['an ', ' flies'],
    also: ['👩‍🚀', '👩'],
    not: ['👨‍🚀'],
  },
  { language: 'flags', word: '🇩🇪', around: ['from ', ' with'], not: ['🇫🇷', '🇩🇰'] },
  { language: 'ligatures', word: 'ﬁnal', around: ['the ', ' oﬃce'], also: ['final', 'FINAL'], not: ['nal'] },
  {
    language: 'hyphens',
    word: 'well‑known',
    around: ['a ', ' man'],
    also: ['well-known', 'well–known', '"well known"'],
    not: ['wellknown'],
  },
  {
    language: 'soft hyphens',
    word: 'Donau\u00addampf\u00adschiff',
    around: ['das ', ' fährt'],
    also: ['donaudampfschiff', 'donaudampf'],
    not: ['dampf'],
  },
  { language: 'mathematical', word: '𝐇𝐞𝐥𝐥𝐨', around: ['so ', ' x²'], also: ['hello'], not: ['hallo'] },
];

const fieldTexts = ({ word, around: [before, after] }: Spoken) => ({
  alone: ` ${word} `,
  first: `${word}${after}`,
  middle: `${before}${word}${after}.`,
  last: `${before}${word}`,
});

const onPostgres = (ctype: string) => () => createPostgresDatabase(inject('postgresUrl'), { ctype });
const KINDS = [
  { name: 'SQLite', create: createSqliteDatabase, languages: LANGUAGES },
  { name: 'Postgres in the locale C', create: onPostgres('C'), languages: LANGUAGES },
  // Nothing goes by the locale: some show it.
  {
    name: 'Postgres in the locale C.UTF-8',
    create: onPostgres('C.UTF-8'),
    languages: LANGUAGES.filter((_, at) => at % 10 === 1),
  },
];

describe.each(KINDS)('searching in all languages on $name', ({ create, languages }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await create();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    await migrate();
  });
  afterAll(async () => {
    await closeDb();
    await database.drop();
  });

  it.each(languages)('finds words of $language', async (spoken) => {
    const { id: userId } = await aUser();
    const texts = Object.values(fieldTexts(spoken)).flatMap((text) => [
      text.normalize('NFC'),
      text.normalize('NFD'),
    ]);
    await insertOutputs(userId, texts);
    const { word, also = [], not } = spoken;
    for (const q of new Set([...forms(word), ...also.flatMap(twoForms)])) {
      const { runs, hits } = await searchRuns(userId, { q, limit: 20 });
      expect(runs.map((run) => run.outputPreview).toSorted(), q).toEqual(
        texts.map((text) => text.trim()).toSorted(),
      );
      expect(hits, q).toEqual({});
    }
    for (const q of not.flatMap(twoForms)) {
      const { runs } = await searchRuns(userId, { q: `"${q}"`, limit: 20 });
      expect(
        runs.map((run) => run.outputPreview),
        q,
      ).toEqual([]);
    }
  });
});

function twoForms(word: string): string[] {
  return [word.normalize('NFC'), word.toUpperCase().normalize('NFD')];
}

/** In both cases: not by those of the place where the test runs. */
function forms(word: string): string[] {
  return [word, word.toLowerCase(), word.toUpperCase()].flatMap((form) => [
    form.normalize('NFC'),
    form.normalize('NFD'),
  ]);
}

async function insertOutputs(userId: string, texts: readonly string[]): Promise<void> {
  const rows = texts.map((text) => ({ id: uuidv7(), text }));
  await getDb().run.createMany({
    data: rows.map(({ id, text }) => ({
      id,
      userId,
      position: nextPosition(new Date()),
      status: 'complete',
      connectionId: 'practice',
      connectionName: 'Practice model',
      model: 'm',
      request: { model: 'm', prompt: '' },
      promptPreview: promptPreview(''),
      outputPreview: outputPreview([{ text }]),
      choiceCount: 1,
    })),
  });
  await getDb().runChoice.createMany({ data: rows.map(({ id, text }) => ({ runId: id, index: 0, text })) });
}
