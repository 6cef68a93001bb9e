import type { Secret } from '../../base/secret.ts';
import { readSecret } from '../read-secret.ts';
import { readSettings } from '../read-settings.ts';
import { type Import, unusable } from './account.ts';
import { isAegis, readAegis } from './aegis.ts';
import { isBitwarden, isBitwardenTable, readBitwarden, readBitwardenTable } from './bitwarden.ts';
import type { Argon2id } from './ciphers.ts';
import { readExport, readText } from './json.ts';
import type { ReadPicture } from './picture.ts';
import { isPicture } from './picture-size.ts';
import { isTwoFas, readTwoFas } from './two-fas.ts';
import { isUri, readUris } from './uris.ts';

export interface ImportPorts {
  readonly readPicture: ReadPicture;
  readonly argon2id: Argon2id;
}

export const maxFileBytes = 10 * 1024 * 1024;

/**
 * Reads second factors out of a file: a picture with QR codes, otpauth:// addresses, an export of Google Authenticator,
 * Aegis, 2FAS or Bitwarden, or a set-up key as it stands. The caller wipes the secrets.
 * Takes: password = of an encrypted export. Throws: CODE_SECRET_INVALID with what to do, of the class
 * PasswordNeeded where that is the password; never with a part of the file.
 */
export async function readImport(file: Buffer, password: Secret | undefined, ports: ImportPorts): Promise<Import> {
  if (file.length === 0) throw unusable('This file is empty.');
  if (file.length > maxFileBytes) throw unusable('This file is larger than 10 MiB. Crop the picture to its QR code.');
  const found = isPicture(file) ? await readQr(file, ports) : await readFile(file, password, ports);
  if (found.accounts.length === 0 && found.refused.length === 0)
    throw unusable('There is no second factor in this file.');
  return found;
}

async function readQr(file: Buffer, { readPicture }: ImportPorts): Promise<Import> {
  const texts = await readPicture(file);
  const uris = texts.filter(isUri);
  if (uris.length > 0) return readUris(uris);
  if (texts.length > 0)
    throw unusable('The QR code of this picture is no second factor. Save the one that the exchange shows.');
  throw unusable(
    'No QR code was found in this picture. Crop it to the code with its white border, or enter the set-up key instead.',
  );
}

async function readFile(file: Buffer, password: Secret | undefined, ports: ImportPorts): Promise<Import> {
  const text = readText(file).trim();
  if (text.startsWith('{') || text.startsWith('[')) return readJson(readExport(file), password, ports);
  if (isBitwardenTable(text)) return readBitwardenTable(text);
  const lines = text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (lines.every(isUri)) return readUris(lines);
  if (lines.some(isUri)) throw unusable('Some lines of this file are otpauth:// addresses and some are not.');
  if (lines.length !== 1) throw unusable('This is no file that second factors can be read from.');
  const account = { issuer: '', name: '', settings: readSettings({}), ...readSecret(text) };
  return { format: 'set-up key', accounts: [account], refused: [] };
}

function readJson(value: unknown, password: Secret | undefined, { argon2id }: ImportPorts): Promise<Import> {
  if (isAegis(value)) return readAegis(value, password);
  if (isTwoFas(value)) return readTwoFas(value, password);
  if (isBitwarden(value)) return readBitwarden(value, password, argon2id);
  throw unusable('This JSON is no export of Aegis, 2FAS or Bitwarden.');
}
