import { describe, expect, it } from 'vitest';
import { readEmbedTheme } from '@/lib/links/model/embed-theme';
import { REDACTED, REDACTED_MEANS } from '@/lib/links/model/redact';
import { AppError } from '@/lib/platform/model/app-error';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { aSharedDocument } from '@/lib/protocol/fixtures/shared-document';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { embedPage } from './embed-page';
import { refusalPage, tooOftenPage } from './refusal-page';

describe('the embed', () => {
  it('shows every text as it is, and none of it as HTML', async () => {
    const hostile = '\n<script>alert(1)</script> & "quoted" </pre><img src=x onerror=alert(1)>';
    const response = embedPage('slug', aSharedRun({ title: '<b>Bold</b>', prompt: hostile }));
    const page = await response.text();
    expect(page).not.toMatch(/<(script|img|b)\b/);
    expect(page).toContain('<title>&lt;b&gt;Bold&lt;/b&gt; ·');
    // The first line break after the tag is the parser's; the second is the text's.
    expect(page).toContain(
      '<pre class="text prompt">\n\n&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;',
    );
    expect(page).toContain('<pre class="text">\n there was &amp; is</pre>');
    expect(page).toContain('href="/s/slug"');
    // As on the full page.
    expect(page).toMatch(/shared on \d{1,2} [A-Z][a-z]{2} \d{4}</);
  });

  it('says what the marks of redacted texts are, where there are any', async () => {
    const marked = await embedPage('slug', aSharedRun({ prompt: `Dear ${REDACTED},` })).text();
    expect(marked).toContain(`<p class="facts">${REDACTED_MEANS}</p>`);
    expect(await embedPage('slug', aSharedRun()).text()).not.toContain(REDACTED);
  });

  it('may be framed by anybody, and loads nothing but its own style', async () => {
    const policy = embedPage('slug', aSharedRun()).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
    expect(policy).toContain('frame-ancestors *');
    expect(policy).not.toContain('unsafe');
  });

  it('has the theme of the page around it, or the reader’s', async () => {
    const root = async (address: string) => {
      const page = await embedPage('slug', aSharedRun(), readEmbedTheme(address)).text();
      return /<html[^>]*>/.exec(page)?.[0];
    };
    expect(await root('https://x.test/s/slug/embed?theme=dark')).toBe('<html lang="en" data-theme="dark">');
    expect(await root('https://x.test/s/slug/embed?theme=light')).toBe('<html lang="en" data-theme="light">');
    for (const none of ['', '?theme=', '?theme=%22%3E%3Cscript%3E', '?x'])
      expect(await root(`https://x.test/s/slug/embed${none}`), none).toBe('<html lang="en">');
  });

  it('does not say the prompt twice where it has no title of its own', async () => {
    const page = await embedPage('slug', aSharedRun({ title: null, prompt: 'Once upon a time' })).text();
    expect(page).toContain('<h1>A shared run</h1>');
    expect(page).toContain('<title>Once upon a time ·');
    expect(page.split('Once upon a time')).toHaveLength(3);
  });

  it('names several prompts and outputs, and leaves out what was not shared', async () => {
    const output = (index: number) => ({ index, text: `text ${index}`, finishReason: null });
    const several = aSharedRun({
      prompt: ['one', 'two'],
      parameters: { n: 2 },
      outputs: [0, 1, 2, 3].map(output),
    });
    const page = await embedPage('slug', several).text();
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual([
      'Prompt 1',
      'Output 1.1',
      'Output 1.2',
      'Prompt 2',
      'Output 2.1',
      'Output 2.2',
    ]);
    const { prompt: _prompt, model: _model, ...rest } = aSharedRun();
    const bare = await embedPage('slug', rest).text();
    expect(bare).not.toContain('Prompt');
    expect(bare).toContain('A shared run');
  });

  it('shows the suffix, behind what was written into it, and none of it as HTML', async () => {
    const labels = (page: string) => [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1]);
    const suffix = '\nand <b>they</b> lived on.';
    const run = await embedPage('slug', aSharedRun({ parameters: { suffix } })).text();
    expect(labels(run)).toEqual(['Prompt', 'Output', 'Suffix']);
    expect(run).toContain('<pre class="text prompt">\n\nand &lt;b&gt;they&lt;/b&gt; lived on.</pre>');

    const columns = aSharedComparison();
    const own = columns.compared.kind === 'columns' ? columns.compared.columns : [];
    for (const column of own) column.parameters = { suffix };
    const same = await embedPage('slug', columns).text();
    expect(labels(same).slice(-2)).toEqual(['C', 'Suffix']);
    const [first] = own;
    if (first) first.parameters = { suffix: 'another end' };
    const different = labels(await embedPage('slug', columns).text());
    expect(different.slice(1, 3)).toEqual(['A', 'Suffix of A']);
    expect(different.at(-1)).toBe('Suffix of C');

    const sweep = aSharedSweep();
    if (sweep.compared.kind === 'sweep') sweep.compared.parameters = { suffix };
    expect(
      labels(await embedPage('slug', sweep).text()).filter((label) => label?.includes('Suffix')),
    ).toEqual(['Suffix']);
    expect(labels(await embedPage('slug', aSharedRun()).text())).toEqual(['Prompt', 'Output']);
    const ofIds = { ...aSharedComparison(), prompt: ['[1, 2]', '[3]'], promptAsIds: true };
    expect(labels(await embedPage('slug', ofIds).text()).slice(0, 2)).toEqual([
      'Prompt 1 (token IDs)',
      'Prompt 2 (token IDs)',
    ]);
  });

  it('shows a comparison with its table and its texts, and none of it as HTML', async () => {
    const shared = aSharedComparison({ title: '<b>Bold</b>' });
    const page = await embedPage('slug', shared).text();
    expect(page).not.toMatch(/<(script|img|b)\b|<alone>/);
    expect(page).toContain('3 columns · temperature 0 / 0.7 / 1.2');
    expect(page).toContain('<th scope="row">Temperature</th><td>0</td><td>0.7</td><td>1.2</td>');
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual([
      'Prompt',
      'A',
      'B, careful',
      'C',
    ]);
    expect(page).toContain('<pre class="text">\n cat that was &lt;alone&gt;.</pre>');
    expect(page).toContain('Open the full comparison');
    const sweep = await embedPage('slug', aSharedSweep()).text();
    expect(sweep).toContain('<h2>Temperature 1, Top P 1, repeat 2</h2><p class="facts">Not run.</p>');
  });
});

describe('the embed of a document', () => {
  it('shows the text that its owner was in, with who wrote what, and none of it as HTML', async () => {
    const page = await embedPage('slug', aSharedDocument({ title: '<b>Bold</b>' })).text();
    expect(page).toContain(
      '<pre class="text">\nOnce upon a &lt;time&gt;<mark> there was &amp; is</mark>, I think.</pre>',
    );
    expect(page).toContain('<mark>Written by a model</mark>');
    expect(page).not.toMatch(/<(script|b|time)\b|nobody came/);
    expect(page).toContain('Open the full document');
    const [first] = aSharedDocument().branches;
    const plain = aSharedDocument({ authors: false, branches: first ? [first] : [], shown: 0 });
    expect(await embedPage('slug', plain).text()).not.toContain('<mark>');
  });
});

describe('a link that shows nothing', () => {
  it('says why, with its status, outside of frames unless it is an embed', async () => {
    const gone = refusalPage('gone');
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain('This link is no longer available');
    expect(gone.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const unknown = refusalPage('unknown', { frameable: true });
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-security-policy')).toContain('frame-ancestors *');
  });

  it('answers too many requests with how long to wait, and passes on every other error', () => {
    const page = tooOftenPage(new AppError('rate_limited', { retryAfterMs: 61_500 }));
    expect(page.status).toBe(429);
    expect(page.headers.get('retry-after')).toBe('62');
    expect(() => tooOftenPage(new AppError('internal'))).toThrow(AppError);
    const fault = new Error('the database is away');
    expect(() => tooOftenPage(fault)).toThrow(fault);
  });
});
