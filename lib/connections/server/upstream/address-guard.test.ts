import { describe, expect, it } from 'vitest';
import { checkAddress, type Resolve, refuseUrl } from './address-guard';
import { classifyAddress } from './address-ranges';

const STRICT = { allowPrivate: false };
const HOME = { allowPrivate: true };

const publicResolver: Resolve = async () => [{ address: '93.184.215.14', family: 4 }];

/** No connection to any of these, whatever they look like. */
const HOSTILE = [
  // schemes and shapes
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_INFO',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'ws://example.com/',
  'unix:/var/run/docker.sock',
  'https://user:secret@example.com/',
  'https://127.0.0.1@example.com/',
  'not a url',
  '',
  // this machine, in every spelling
  'https://127.0.0.1/',
  'https://127.0.0.1:8443/v1',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://127.255.255.254/',
  'https://0/',
  'https://0.0.0.0/',
  'https://１２７.０.０.１/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127%2e0%2e0%2e1/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://ⓛocalhost/',
  'https://foo.localhost/',
  'https://foo.localhost./',
  'https://localhost.localdomain/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  // networks around it
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://3232235777/',
  'https://100.64.0.1/',
  'https://100.127.255.255/',
  'https://[fc00::1]/',
  'https://[fd12:3456:789a::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:c0a8:101]/',
  'https://router.local/',
  'https://db.internal/',
  'https://nas.lan/',
  'https://intranet/',
  'https://printer.home.arpa/',
  // metadata and link-local
  'https://169.254.169.254/latest/meta-data/',
  'https://169.254.170.2/v2/credentials',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://[::ffff:169.254.169.254]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[fe80::1]/',
  'https://[fe80::1%25eth0]/',
  'https://[fec0::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fd20:ce::254]/',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://metadata.google.internal./',
  'https://100.100.100.200/latest/meta-data/',
  'https://168.63.129.16/',
  'https://192.0.0.192/opc/v2/',
  // an IPv4 address inside an IPv6 one
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:a9fe:a9fe::1]/',
  'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'https://[::ffff:0:127.0.0.1]/',
  // nobody's
  'https://192.0.2.1/',
  'https://198.51.100.7/',
  'https://203.0.113.9/',
  'https://198.18.0.1/',
  'https://192.88.99.1/',
  'https://224.0.0.1/',
  'https://239.255.255.250/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[100::1]/',
];

describe('checkAddress', () => {
  it.each(HOSTILE)('refuses %s', async (url) => {
    expect(await checkAddress(url, STRICT, publicResolver)).toMatchObject({
      ok: false,
      error: { kind: 'address_refused' },
    });
  });

  it('covers at least 60 spellings', () => {
    expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(60);
  });

  it.each([
    'https://api.r9s.ai',
    'https://api.openai.com/v1',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/v1',
    'https://bücher.example/',
    'https://172.32.0.1/',
    'https://100.128.0.1/',
  ])('lets %s pass', async (url) => {
    expect(await checkAddress(url, STRICT, publicResolver)).toMatchObject({ ok: true });
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:192.168.0.1',
    '64:ff9b::a00:1',
    '0.0.0.0',
    'fe80::1%eth0',
    'not an address',
  ])('refuses a public name that resolves to %s', async (address) => {
    const verdict = await checkAddress('https://rebind.example/', STRICT, async () => [
      { address, family: 4 },
    ]);
    expect(verdict).toMatchObject({ ok: false, error: { kind: 'address_refused' } });
    // The answer must not be a map of the network inside.
    if (!verdict.ok) expect(verdict.error.message).not.toContain(address);
  });

  it('refuses a name that has one private address among several', async () => {
    const resolve: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.5', family: 4 },
    ];
    expect(await checkAddress('https://mixed.example/', STRICT, resolve)).toMatchObject({ ok: false });
  });

  it('looks a name up once, and hands out only what it checked', async () => {
    const answers = ['93.184.215.14', '127.0.0.1', '127.0.0.1'];
    let requested = 0;
    const resolve: Resolve = async () => [{ address: answers[requested++] ?? '127.0.0.1', family: 4 }];
    const verdict = await checkAddress('https://rebind.example/', STRICT, resolve);
    expect(requested).toBe(1);
    expect(verdict).toMatchObject({ ok: true, addresses: [{ address: '93.184.215.14', family: 4 }] });
  });

  it('looks nothing up for an address that is refused anyway', async () => {
    let requested = 0;
    const resolve: Resolve = async () => {
      requested += 1;
      return [{ address: '93.184.215.14', family: 4 }];
    };
    for (const url of HOSTILE) await checkAddress(url, STRICT, resolve);
    expect(requested).toBe(0);
  });

  it('says that a name is not known', async () => {
    const verdict = await checkAddress('https://nowhere.example/', STRICT, async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    });
    expect(verdict).toMatchObject({ ok: false, error: { kind: 'connect', code: 'ENOTFOUND' } });
    if (!verdict.ok) expect(verdict.error.message).toContain('nowhere.example');
  });
});

describe('where private upstreams are allowed', () => {
  it.each([
    'http://127.0.0.1:11434/v1',
    'http://localhost:8080/v1',
    'http://[::1]:8000/v1',
    'http://192.168.1.20:8000',
    'http://ollama:11434',
    'http://0.0.0.0:11434',
    'https://api.openai.com/v1',
  ])('lets %s pass', async (url) => {
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    expect(await checkAddress(url, HOME, resolve)).toMatchObject({ ok: true });
  });

  it.each([
    'http://169.254.169.254/',
    'http://[fd00:ec2::254]/',
    'http://[::ffff:169.254.169.254]/',
    'http://metadata.google.internal/',
    'http://100.100.100.200/',
    'http://0xa9fea9fe/',
    'http://[fe80::1]/',
    'http://224.0.0.1/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'ftp://127.0.0.1/',
    'http://user:pw@127.0.0.1/',
  ])('still refuses %s', (url) => {
    expect(refuseUrl(url, HOME)).toMatchObject({ kind: 'address_refused' });
  });

  it('still refuses a name that resolves to cloud metadata', async () => {
    const resolve: Resolve = async () => [{ address: '169.254.169.254', family: 4 }];
    expect(await checkAddress('http://rebind.example/', HOME, resolve)).toMatchObject({ ok: false });
  });
});

describe('classifyAddress', () => {
  it.each([
    ['1.1.1.1', 'public'],
    ['2a00:1450:4001::1', 'public'],
    ['10.0.0.1', 'private'],
    ['::1', 'private'],
    ['::ffff:1.1.1.1', 'private'],
    ['169.254.0.1', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['127.0.0.1.example', 'never'],
  ])('%s is %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected);
  });
});
