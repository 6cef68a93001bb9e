import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors.ts';
import { readStrictJson } from '../../base/strict-json.ts';

const token = /kb_[A-Za-z0-9_-]{43}/;
const jsonType = /^application\/json[ \t]*(;[ \t]*charset[ \t]*=[ \t]*("utf-8"|utf-8)[ \t]*)?$/i;

/** Makes Fastify read bodies by `strict-json`, as JSON in UTF-8 only. An empty body stays undefined. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      if (!jsonType.test(request.headers['content-type'] ?? ''))
        throw new AppError('BODY_INVALID', { detail: 'JSON must come in UTF-8.' });
      refuseToken(bytes);
      done(null, bytes.length === 0 ? undefined : readStrictJson(bytes));
    } catch (fault) {
      done(fault instanceof Error ? fault : new AppError('BODY_INVALID', { cause: fault }));
    }
  });
}

/** What stands in a body goes to the exchange and into the log: a token would be given away there. Throws: BODY_INVALID. */
export function refuseToken(bytes: Buffer): void {
  if (!bytes.includes('kb_') || !token.test(bytes.toString('latin1'))) return;
  throw new AppError('BODY_INVALID', {
    detail: 'The body holds the token of a bot, which belongs in the Authorization header alone. Nothing was sent.',
  });
}
