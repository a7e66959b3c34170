import { odataError, Refused } from '../reply.js';

/** The refusal of a query (API 6: 400 with the data API's error shape). */
export function badQuery(message: string, target: string): Refused {
  return new Refused(odataError(400, 'BadRequest', message, target));
}
