import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A real process of ours, with an environment of its own: nothing of the test's is inherited but the way to Node. */
export class Child {
  out = '';
  err = '';
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcess;
  private readonly listeners = new Set<() => void>();
  private over = false;

  /** `file` below the root; TypeScript runs through tsx, as the npm scripts run it. */
  constructor(file: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const { PATH = '', HOME = '', TMPDIR } = process.env;
    const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
    this.process = spawn(process.execPath, [...loader, file, ...args], {
      cwd: root,
      env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => {
      this.out += chunk.toString();
      this.tell();
    });
    this.process.stderr?.on('data', (chunk: Buffer) => {
      this.err += chunk.toString();
      this.tell();
    });
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        this.over = true;
        resolve({ code, signal });
        this.tell();
      });
    });
  }

  /** The first match on standard output, known or coming. Throws with all output when the process ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.out);
        if (!found && !this.over) return;
        this.listeners.delete(look);
        if (found) resolve(found);
        else reject(new Error(`the process ended without saying ${pattern}:\n${this.out}\n${this.err}`));
      };
      this.listeners.add(look);
      look();
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** For the end of a test that failed half-way. */
  async kill(): Promise<void> {
    if (!this.over) this.process.kill('SIGKILL');
    await this.ended;
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
