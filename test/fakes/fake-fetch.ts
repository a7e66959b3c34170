/** A request that waits for the test to answer it. */
export class FakeRequest {
  private resolve: (response: Response) => void = () => {};
  private reject: (error: unknown) => void = () => {};
  readonly response: Promise<Response>;

  constructor(
    readonly url: string,
    readonly headers: Headers,
    readonly signal: AbortSignal | undefined,
  ) {
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  answer(status: number, body: unknown = [], headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.resolve(new Response(text, { status, headers }));
  }

  /** Fails as `fetch` does, with the reason on the cause. */
  fail(code: string): void {
    this.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
  }
}

/** A `fetch` that goes nowhere and remembers what was asked. */
export class FakeFetch {
  readonly requests: FakeRequest[] = [];
  /** Answers requests as they come, for tests that do not want to. */
  onRequest: ((request: FakeRequest) => void) | undefined;

  readonly fetch: typeof fetch = (input, init) => {
    const request = new FakeRequest(String(input), new Headers(init?.headers), init?.signal ?? undefined);
    this.requests.push(request);
    this.onRequest?.(request);
    return request.response;
  };

  get last(): FakeRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error('nothing was requested');
    return request;
  }
}
