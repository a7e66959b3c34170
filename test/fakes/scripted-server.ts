import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback that gives the next answer of its script, the last one for ever. */
export class ScriptedServer {
  readonly requests: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly url: string,
    private script: Answer[],
  ) {}

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const scripted = new ScriptedServer(server, `http://127.0.0.1:${port}`, []);
    server.on('request', (request, response) => {
      scripted.requests.push(`${request.method} ${request.url}`);
      const answer = scripted.script.length > 1 ? scripted.script.shift() : scripted.script[0];
      answer?.(request, response);
    });
    return scripted;
  }

  /** From now on. */
  play(...answers: Answer[]): void {
    this.requests.length = 0;
    this.script = answers;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function status(code: number, body = '', headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(code, headers);
    response.end(body);
  };
}

export const json = (value: unknown): Answer =>
  status(200, JSON.stringify(value), { 'content-type': 'application/json' });

/** Never answers. */
export const hang: Answer = () => {};

/** Ends the connection without an answer. */
export const reset: Answer = (request) => {
  request.socket.resetAndDestroy();
};

/** Promises more than it sends, then ends the connection. */
export const cutOff: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('[{"operationType":"merge",', () => response.destroy());
};
