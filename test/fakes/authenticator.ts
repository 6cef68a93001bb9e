/** Exports as authenticator apps write them, made without the code that reads them. */
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { argon2id } from 'hash-wasm';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

export interface Made {
  readonly issuer: string;
  readonly name: string;
  /** In base32. */
  readonly secret: string;
  readonly algorithm?: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits?: 6 | 8;
  readonly period?: number;
  readonly type?: 'totp' | 'hotp' | 'steam';
}

export const some: readonly Made[] = [
  { issuer: 'Kraken', name: 'main key', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
  {
    issuer: 'Deribit',
    name: 'me@example.org',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    algorithm: 'SHA256',
    digits: 8,
  },
];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export function base32Bytes(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

export function uriOf({
  issuer,
  name,
  secret,
  algorithm = 'SHA1',
  digits = 6,
  period = 30,
  type = 'totp',
}: Made): string {
  const query = new URLSearchParams({ secret, issuer, algorithm, digits: String(digits), period: String(period) });
  return `otpauth://${type}/${encodeURIComponent(`${issuer}:${name}`)}?${query}`;
}

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);
const number = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: Uint8Array): number[] => [
  ...varint((field << 3) | 2),
  ...varint(value.length),
  ...value,
];

/** The parts of an export of Google Authenticator. */
export function migrationOf(accounts: readonly Made[], perPart = 10, batch = 123_456): string[] {
  const size = Math.ceil(accounts.length / perPart);
  return Array.from({ length: size }, (_, index) => {
    const part = accounts.slice(index * perPart, (index + 1) * perPart).flatMap((account) => {
      const { issuer, name, secret, algorithm = 'SHA1', digits = 6, type = 'totp' } = account;
      return bytes(
        1,
        Buffer.from([
          ...bytes(1, base32Bytes(secret)),
          ...bytes(2, Buffer.from(`${issuer}:${name}`)),
          ...bytes(3, Buffer.from(issuer)),
          ...number(4, ['', 'SHA1', 'SHA256', 'SHA512'].indexOf(algorithm)),
          ...number(5, digits === 8 ? 2 : 1),
          ...number(6, type === 'hotp' ? 1 : 2),
        ]),
      );
    });
    const payload = [...part, ...number(2, 1), ...number(3, size), ...number(4, index), ...number(5, batch)];
    return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(payload).toString('base64'))}`;
  });
}

const gcm = (key: Buffer, nonce: Buffer, plain: string | Buffer): { data: Buffer; tag: Buffer } => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return { data: Buffer.concat([cipher.update(plain), cipher.final()]), tag: cipher.getAuthTag() };
};

const aegisDatabase = (accounts: readonly Made[]): object => ({
  version: 3,
  entries: accounts.map(({ issuer, name, secret, algorithm = 'SHA1', digits = 6, period = 30, type = 'totp' }) => ({
    ...{ type, uuid: randomUUID(), name, issuer, note: '', icon: null },
    info: { secret, algo: algorithm, digits, period, ...(type === 'hotp' ? { counter: 1 } : {}) },
  })),
});

export const aegisPlain = (accounts: readonly Made[]): object => ({
  ...{ version: 1, header: { slots: null, params: null }, db: aegisDatabase(accounts) },
});

export function aegisEncrypted(accounts: readonly Made[], password: string, cost = { n: 2 ** 15, r: 8, p: 1 }) {
  const [master, salt, nonce, slotNonce] = [randomBytes(32), randomBytes(32), randomBytes(12), randomBytes(12)];
  const derived = scryptSync(password, salt, 32, { N: cost.n, r: cost.r, p: cost.p, maxmem: 2 ** 28 });
  const slot = gcm(derived, slotNonce, master);
  const db = gcm(master, nonce, JSON.stringify(aegisDatabase(accounts)));
  const hex = (value: Buffer) => value.toString('hex');
  const slots = [
    // A fingerprint's slot, which no password opens.
    {
      type: 2,
      uuid: randomUUID(),
      key: hex(randomBytes(32)),
      key_params: { nonce: hex(slotNonce), tag: hex(slot.tag) },
    },
    {
      ...{
        type: 1,
        uuid: randomUUID(),
        key: hex(slot.data),
        key_params: { nonce: hex(slotNonce), tag: hex(slot.tag) },
      },
      ...{ ...cost, salt: hex(salt), repaired: true, is_backup: false },
    },
  ];
  return {
    version: 1,
    header: { slots, params: { nonce: hex(nonce), tag: hex(db.tag) } },
    db: db.data.toString('base64'),
  };
}

const services = (accounts: readonly Made[]): object[] =>
  accounts.map(({ issuer, name, secret, algorithm = 'SHA1', digits = 6, period = 30, type = 'totp' }, position) => ({
    ...{ name: issuer, secret, updatedAt: 0, order: { position } },
    otp: {
      account: name,
      issuer,
      label: name,
      digits,
      period,
      algorithm,
      tokenType: type.toUpperCase(),
      source: 'link',
    },
  }));

export const twoFasPlain = (accounts: readonly Made[]) => ({
  ...{ services: services(accounts), groups: [], updatedAt: 0, schemaVersion: 4, appOrigin: 'android' },
});

export function twoFasEncrypted(accounts: readonly Made[], password: string) {
  const [salt, nonce] = [randomBytes(256), randomBytes(12)];
  const { data, tag } = gcm(
    pbkdf2Sync(password, salt, 10_000, 32, 'sha256'),
    nonce,
    JSON.stringify(services(accounts)),
  );
  const servicesEncrypted = [Buffer.concat([data, tag]), salt, nonce].map((part) => part.toString('base64')).join(':');
  return { services: [], groups: [], schemaVersion: 4, servicesEncrypted, reference: 'unused' };
}

const bitwardenItems = (accounts: readonly Made[]): object[] => [
  ...accounts.map((account) => ({
    ...{ id: randomUUID(), type: 1, name: account.issuer },
    login: {
      username: account.name,
      password: 'hunter2',
      totp: account.type === 'steam' ? `steam://${account.secret}` : uriOf(account),
    },
  })),
  { id: randomUUID(), type: 1, name: 'No codes', login: { username: 'a', password: 'b', totp: null } },
  { id: randomUUID(), type: 2, name: 'A note', notes: 'text' },
];

export const bitwardenPlain = (accounts: readonly Made[]) => ({
  ...{ encrypted: false, folders: [], items: bitwardenItems(accounts) },
});

export const bitwardenTable = (accounts: readonly Made[]): string =>
  [
    'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
    ',,login,"No, codes","two\nlines",,0,,a,b,',
    ...accounts.map((account) => `,,login,${account.issuer},,,0,,${account.name},"p""w",${uriOf(account)}`),
  ].join('\n');

export async function bitwardenEncrypted(accounts: readonly Made[], password: string, kdf: 'pbkdf2' | 'argon2id') {
  const salt = randomBytes(16).toString('base64');
  const cost =
    kdf === 'pbkdf2'
      ? { kdfType: 0, kdfIterations: 5_000 }
      : { kdfType: 1, kdfIterations: 3, kdfMemory: 32, kdfParallelism: 4 };
  const key =
    kdf === 'pbkdf2'
      ? pbkdf2Sync(password, salt, 5_000, 32, 'sha256')
      : Buffer.from(
          await argon2id({
            ...{ password, salt: createHash('sha256').update(salt).digest(), hashLength: 32, outputType: 'binary' },
            ...{ memorySize: 32 * 1024, iterations: 3, parallelism: 4 },
          }),
        );
  const expand = (info: string) => createHmac('sha256', key).update(info).update(Buffer.of(1)).digest();
  const seal = (plain: string): string => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', expand('enc'), iv);
    const data = Buffer.concat([cipher.update(plain), cipher.final()]);
    const mac = createHmac('sha256', expand('mac')).update(iv).update(data).digest();
    return `2.${[iv, data, mac].map((part) => part.toString('base64')).join('|')}`;
  };
  return {
    ...{ encrypted: true, passwordProtected: true, salt, ...cost, encKeyValidation_DO_NOT_EDIT: seal(randomUUID()) },
    data: seal(JSON.stringify(bitwardenPlain(accounts))),
  };
}

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

/** A picture of a QR code, as PNG. */
export async function qrPicture(text: string): Promise<Buffer> {
  const { image } = await writeBarcode(text, { format: 'QRCode', scale: 4 });
  if (image === null) throw new Error('no picture was written');
  return Buffer.from(await image.arrayBuffer());
}

/** QR codes side by side in one picture, as PNG. */
export async function qrRow(texts: readonly string[]): Promise<Buffer> {
  const codes = await Promise.all(texts.map(async (text) => symbolOf(text)));
  const scale = 4;
  const [border, height] = [8 * scale, Math.max(...codes.map(({ size }) => size)) * scale];
  const width = codes.reduce((sum, { size }) => sum + size * scale + border, border);
  const rows = Array.from({ length: height + 2 * border }, () => Buffer.alloc(width, 255));
  let left = border;
  for (const { size, isDark } of codes) {
    for (let y = 0; y < size * scale; y += 1)
      for (let x = 0; x < size * scale; x += 1)
        if (isDark(Math.floor(x / scale), Math.floor(y / scale))) rows[border + y]?.writeUInt8(0, left + x);
    left += size * scale + border;
  }
  return png(width, rows.length, Buffer.concat(rows.flatMap((row) => [Buffer.of(0), row])));
}

async function symbolOf(text: string) {
  const { symbol } = await writeBarcode(text, { format: 'QRCode' });
  const size = symbol.width;
  return { size, isDark: (x: number, y: number): boolean => symbol.data[y * size + x] === 0 };
}

/** A grey picture, 8 bits a pixel. Takes: rows, each after its filter byte. */
export function png(width: number, height: number, rows: Buffer): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
