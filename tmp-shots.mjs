import { chromium } from '@playwright/test';
import { findChromium } from './scripts/lib/chromium.mjs';
import { writeFileSync } from 'node:fs';
const base = 'http://127.0.0.1:5000';
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox','--disable-gpu'] });
const owner = await browser.newContext({ baseURL: base });
const req = owner.request;
const origin = { headers: { origin: base } };
await req.post('/api/account', { ...origin, data: { email: `a${Date.now()}@example.com`, password: 'a good long password' } });
const col = (id, values, more={}) => ({ id, name: null, connectionId: 'practice', model: 'practice-1', settings: { values: { max_tokens: 60, stream: true, logprobs: 3, seed: 3, ...values }, sent: ['max_tokens','stream','logprobs','seed',...Object.keys(values)] }, ...more });
async function finish(id) {
  await req.post(`/api/comparisons/${id}/start`, { ...origin, data: { idempotencyKey: crypto.randomUUID(), cells: 'all' } });
  for (let i=0;i<100;i++){ const d = await (await req.get(`/api/comparisons/${id}`)).json(); if (d.queue.live.length===0 && d.queue.waiting.length===0 && d.queue.done===d.queue.total) break; await new Promise(r=>setTimeout(r,300)); }
}
async function share(comparisonId, title) {
  const r = await req.post('/api/shares', { ...origin, data: { comparisonId, title, include: {prompt:true,parameters:true,outputs:true,probabilities:true,timings:true}, redactions: ['robert@example.com'], expiresAt: null } });
  const j = await r.json(); if (!j.path) console.log(j); return j.path;
}
const c = await (await req.post('/api/comparisons', { ...origin, data: { title: 'Warm or cold', plan: { kind:'columns', prompt:'The lighthouse keeper wrote to robert@example.com and climbed the stairs,', columns:[col('a',{temperature:0}),col('b',{temperature:0.7},{name:'careful'}),col('c',{temperature:1.2})], referenceId:'a', background:true } } })).json();
await finish(c.id);
const two = await share(c.id, 'Warm or cold, three times the same beginning');
const s = await (await req.post('/api/comparisons', { ...origin, data: { plan: { kind:'sweep', prompt:'Once upon a time there was a', base: (({connectionId,model,settings})=>({connectionId,model,settings}))(col('x',{})), axes:[{parameter:'temperature',values:[0,0.5,1,1.5]},{parameter:'top_p',values:[0.25,0.5,0.9]}], repeats:2, background:true, referenceId:'r0c0k0' } } })).json();
if (!s.id) console.log(s);
await finish(s.id);
const sw = await share(s.id, 'Temperature against top P');
console.log(two, sw, c.id, s.id);
writeFileSync('/tmp/compshare-shots/paths.json', JSON.stringify({ two, sw, c: c.id, s: s.id }));
await owner.storageState({ path: '/tmp/compshare-shots/state.json' });
for (const [name, path] of [['columns', two], ['sweep', sw]]) {
  for (const dark of [false, true]) for (const width of [1440, 390]) {
    const ctx = await browser.newContext({ baseURL: base, viewport: { width, height: 900 }, colorScheme: dark ? 'dark':'light' });
    const page = await ctx.newPage();
    page.on('console', m => m.type()==='error' && console.log(name, width, m.text()));
    page.on('pageerror', e => console.log('pageerror', e.message));
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.screenshot({ path: `/tmp/compshare-shots/${name}-${width}-${dark?'dark':'light'}.png`, fullPage: true });
    const w = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (w[0] > w[1]) console.log('too wide', name, width, w);
    await ctx.close();
  }
  const img = await req.get(`${path}/image.png`); writeFileSync(`/tmp/compshare-shots/${name}-og.png`, await img.body());
  const ctx = await browser.newContext({ baseURL: base, javaScriptEnabled: false, viewport:{width:1440,height:900} }); const page = await ctx.newPage(); await page.goto(path); await page.screenshot({ path: `/tmp/compshare-shots/${name}-nojs.png` }); await page.goto(path+'/embed'); await page.screenshot({ path: `/tmp/compshare-shots/${name}-embed.png` }); await ctx.close();
}
await browser.close();
