import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors.ts';
import { readStrictJson } from '../../base/strict-json.ts';

const jsonType = /^application\/json[ \t]*(;[ \t]*charset[ \t]*=[ \t]*("utf-8"|utf-8)[ \t]*)?$/i;

/** Makes Fastify read bodies by `strict-json`, as JSON in UTF-8 only. An empty body stays undefined. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      if (!jsonType.test(request.headers['content-type'] ?? ''))
        throw new AppError('BODY_INVALID', { detail: 'JSON must come in UTF-8.' });
      done(null, bytes.length === 0 ? undefined : readStrictJson(bytes));
    } catch (fault) {
      done(fault instanceof Error ? fault : new AppError('BODY_INVALID', { cause: fault }));
    }
  });
}
