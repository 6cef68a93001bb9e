/** HAR 1.2 by its JSON schema: https://github.com/ahmadnassri/har-schema */
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

const require = createRequire(import.meta.url);
const schemas: Readonly<Record<string, object>> = require('har-schema');

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
ajv.addFormat('date-time', (text) => Number.isFinite(Date.parse(text)));
ajv.addFormat('uri', (text) => URL.canParse(text));
for (const name of ['ipv4', 'ipv6']) ajv.addFormat(name, /^[\d.:a-f]+$/);
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/** What is wrong with it, each as a sentence; none where it is a HAR. */
export function harFaults(har: unknown): string[] {
  ajv.validate('har.json#', har);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
