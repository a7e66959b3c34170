import { type AddressInfo, createServer, type Server } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Received {
  to: string[];
  mail: ParsedMail;
  raw: string;
}

/** What the server answers to a recipient: a code, silence, or nothing special. */
export type Answer = number | 'hang' | undefined;

/** A real mail server on this machine whose answers are scripted. It takes no TLS, as on a loopback relay. */
export class MailServer {
  readonly received: Received[] = [];
  /** Every recipient that was named, accepted or not. */
  readonly asked: string[] = [];
  /** Asked for each recipient, with how often it was named before. */
  answer: (to: string, before: number) => Answer = () => undefined;
  /** While set, connections are taken and never greeted. */
  silent = false;
  private readonly hooks = new Set<() => void>();
  private readonly server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    disableReverseLookup: true,
    onConnect: (_session, done) => {
      if (!this.silent) done();
    },
    onRcptTo: ({ address }, _session, done) => {
      const before = this.asked.filter((one) => one === address).length;
      this.asked.push(address);
      this.tell();
      const answer = this.answer(address, before);
      if (answer === undefined) done();
      else if (answer !== 'hang') done(Object.assign(new Error('scripted'), { responseCode: answer }));
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8');
        simpleParser(raw).then((mail) => {
          this.received.push({ to: envelope.rcptTo.map(({ address }) => address), mail, raw });
          done();
          this.tell();
        }, done);
      });
    },
  });

  async start(): Promise<this> {
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    return this;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Resolves when what is asked for is so. */
  async until(isSo: () => boolean, what: string, waitMs = 15_000): Promise<void> {
    const late = Date.now() + waitMs;
    while (!isSo()) {
      const leftMs = late - Date.now();
      if (leftMs <= 0) throw new Error(`never so: ${what}; asked ${this.asked.join(' ')}`);
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.hooks.delete(done);
          resolve();
        };
        const timer = setTimeout(done, leftMs);
        this.hooks.add(done);
      });
    }
  }

  private tell(): void {
    for (const hook of [...this.hooks]) hook();
  }
}

/** A port of this machine on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
