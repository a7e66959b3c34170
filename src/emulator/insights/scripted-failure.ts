import { apiError, odataError, type Reply } from './reply.js';

/** Addresses whose 500, and whose 503, are declared without a body (API 2.1); the others carry one. */
const silent500 =
  /\/(segments|measures|rbac|search|relationships|dataprofile|keyring)\b|\/(entities|tables)(\/[^/]+)?$/;
const spoken503 = /\/manage\/(entities|tables|search|relationships)\b/;

/** A failure of the service itself, in the shape that the operation declares for it. */
export function scriptedFailure(status: number, method: string, pathname: string): Reply {
  const message = 'The service could not handle the request.';
  if (/\/data\//.test(pathname)) {
    return method === 'GET' ? odataError(status, 'InternalError', message) : { status };
  }
  if (status === 500 && silent500.test(pathname)) return { status };
  if (status === 503 && !spoken503.test(pathname)) return { status };
  return apiError(status, 'InternalError', message);
}
