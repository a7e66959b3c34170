import type { TabError } from '../contract.js';

/** A refusal of the server, or that it could not be asked: `unreachable`. */
export class ApiError extends Error {
  constructor(
    readonly code: TabError | 'unreachable',
    readonly status = 0,
    readonly reference?: string,
  ) {
    super(code);
  }
}

export type Query = Record<string, string | undefined>;

export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** The stream's answer, once its head is there. */
  open(path: string, query: Query, signal: AbortSignal): Promise<Response>;
}

/** `token` yields what the host gives, undefined where nobody signs in. Tokens travel in the header alone. */
export function createApi(token: () => Promise<string | undefined>, ask: typeof fetch = (...a) => fetch(...a)): Api {
  const once = async (path: string, query: Query, init: RequestInit): Promise<Response> => {
    const bearer = await token();
    const given = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined);
    const search = new URLSearchParams(given).toString();
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
    };
    let response: Response;
    try {
      response = await ask(search ? `${path}?${search}` : path, { ...init, headers, credentials: 'omit' });
    } catch {
      throw new ApiError('unreachable');
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  const call = async (path: string, query: Query, init: RequestInit): Promise<Response> => {
    try {
      return await once(path, query, init);
    } catch (error) {
      // The host keeps tokens for a while and gives a fresh one when it is asked again.
      if (error instanceof ApiError && error.code === 'token-expired') return once(path, query, init);
      throw error;
    }
  };
  const read = async <T>(response: Response): Promise<T> => {
    try {
      return (await response.json()) as T;
    } catch {
      throw new ApiError('unreachable', response.status);
    }
  };
  return {
    get: async (path, query = {}) => read(await call(path, query, {})),
    post: async (path, body) =>
      read(
        await call(
          path,
          {},
          { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
        ),
      ),
    open: (path, query, signal) => call(path, query, { signal }),
  };
}

async function refusalOf(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: TabError; reference?: string } };
    return new ApiError(error.code, response.status, error.reference);
  } catch {
    return new ApiError(response.status >= 500 ? 'unreachable' : 'internal', response.status);
  }
}
