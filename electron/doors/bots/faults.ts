import { AppError, asAppError } from '../../../shared/errors.ts';

/**
 * Any fault between the socket and a handler as one of ours.
 * A handler's own faults never come here raw: there a `statusCode` would be an exchange's, not the bot's doing.
 */
export function faultOf(fault: unknown): AppError {
  if (fault instanceof AppError) return fault;
  const code = memberOf(fault, 'code');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('BODY_TOO_LARGE');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new AppError('BODY_INVALID', { detail: 'A body must come with "Content-Type: application/json".' });
  }
  const status = memberOf(fault, 'statusCode');
  // Their sentences quote the request, which may hold a token.
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('BODY_INVALID');
  return asAppError(fault);
}

/** What node:http's parser refused. Source: llhttp's error codes. */
export function malformed(fault: unknown): AppError {
  switch (memberOf(fault, 'code')) {
    case 'HPE_INVALID_METHOD':
      return new AppError('ROUTE_UNKNOWN');
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('BODY_INVALID', { detail: 'The headers are longer than 16 KiB.' });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('BODY_INVALID', { detail: 'The request did not arrive in time.' });
    default:
      return new AppError('BODY_INVALID', { detail: 'This is not HTTP/1.1 that can be read in one way only.' });
  }
}

function memberOf(fault: unknown, name: 'code' | 'statusCode'): unknown {
  return typeof fault === 'object' && fault !== null ? Reflect.get(fault, name) : undefined;
}
