import { createHash } from 'node:crypto';
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeraldError } from '../base/errors.js';
import { newId } from '../base/ids.js';

/** The shortest limit for a socket's path is that of macOS: 104 bytes with the closing zero. */
const LONGEST_PATH = 103;
const ANSWER_MS = 2_000;
const ASK_AGAIN_MS = 20;

/** `silent`: it let go while we asked. */
type Answer = 'holding' | 'asking' | 'silent' | 'dead';

/**
 * One process per data directory. Each starter listens on a socket of its own and then asks all others in the folder:
 * the operating system ends a killed process' listening at once, so what is left behind is told apart from what lives.
 * Names are never used twice, therefore removing a dead socket cannot hit a living one. Of two that start together,
 * at least one sees the other, and the smaller name gives way.
 */
export async function lockDirectory(dataDir: string): Promise<{ release(): Promise<void> }> {
  const real = await realpath(dataDir);
  if (process.platform === 'win32') return listenOnPipe(real);
  const folder = await socketFolder(real);
  const name = `${newId().slice(0, 8)}.sock`;
  const state = { holding: false };
  const server = await listen(join(folder, name), () => (state.holding ? 'holding' : 'asking'));
  const release = () => close(server);
  try {
    await takeTurn(folder, name);
    state.holding = true;
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function takeTurn(folder: string, own: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name.endsWith('.sock') && name !== own);
  for (const other of others) {
    const path = join(folder, other);
    let answer = await ask(path);
    while (answer === 'silent' || (answer === 'asking' && other < own)) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      answer = await ask(path);
    }
    if (answer === 'dead') await rm(path, { force: true });
    else throw lockedError(folder);
  }
}

function lockedError(place: string): HeraldError {
  return new HeraldError('store-locked', { message: `another process uses this data directory (${place})` });
}

/** Next to the data if the path is short enough, else in the temporary folder under a name made of the real path. */
async function socketFolder(real: string): Promise<string> {
  const near = join(real, 'lock');
  const fits = Buffer.byteLength(join(near, '12345678.sock')) <= LONGEST_PATH;
  const folder = fits ? near : join(tmpdir(), `herald-${digest(real)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** A pipe's name belongs to one process and goes with it, so Windows needs no asking. */
async function listenOnPipe(real: string): Promise<{ release(): Promise<void> }> {
  const path = `\\\\.\\pipe\\herald-${digest(real)}`;
  try {
    const server = await listen(path, () => 'holding');
    return { release: () => close(server) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw lockedError(real);
    throw error;
  }
}

function listen(path: string, answer: () => Answer): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(answer());
    });
    server.once('error', reject);
    server.listen(path, () => {
      // The lock alone does not keep a process alive.
      server.unref();
      resolve(server);
    });
  });
}

/** Closing removes the socket's file as well. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A process that accepts but does not answer is alive and busy: it holds. */
function ask(path: string): Promise<Answer> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(path);
    socket.setTimeout(ANSWER_MS, () => done('holding'));
    const done = (answer: Answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('end', () => done(heard === '' ? 'silent' : heard === 'asking' ? 'asking' : 'holding'));
    socket.on('error', () => done(heard === '' ? 'dead' : 'holding'));
  });
}
