import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { allowedLocation, type BadLocation } from './location.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** Bytes that are read at most. */
export const largestPartition = 10 * 1024 * 1024;
/** What the first rows are taken from, bytes. */
const headBytes = 64 * 1024;
/** The whole of it, name look-up included, ms. */
const timeoutMs = 20_000;
/** Fetches at a time: each holds little, but a stranger's server decides how long. */
const mostAtATime = 4;

/** Why nothing can be shown: the end of the catalogue key `refusal.partition-<reason>`. */
export type PartitionProblem =
  | BadLocation
  | 'address'
  | 'redirect'
  | 'denied'
  | 'missing'
  | 'encoded'
  | 'unavailable'
  | 'timeout'
  | 'busy';

export interface PartitionHead {
  /** The first bytes. */
  head: Buffer;
  /** Nothing follows them. */
  complete: boolean;
  /** Bytes in all; absent where there are more than we read and the storage does not say. */
  size?: number;
}

export interface PartitionReader {
  /** The beginning of the file at an untrusted location. Never throws. */
  read(location: string): Promise<PartitionHead | PartitionProblem>;
}

export interface PartitionReaderOptions {
  /** Host patterns, as `STORAGE_HOSTS` has them. */
  hosts: readonly string[];
  clock: Clock;
  log: Log;
  /** For a demo and tests alone: hosts of this machine, and the certificate authority that vouches for them. */
  own?: { hosts: readonly string[]; ca: string };
  /** Resolves a name to every address it has. */
  lookup?: (host: string, options: { all: true }, callback: LookupCallback) => void;
}

type LookupCallback = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

class Refused extends Error {
  constructor(readonly reason: PartitionProblem) {
    super(reason);
  }
}

/**
 * Reads files of storage accounts that Customer Insights points to. The locations are untrusted: the connection itself
 * is made to an address that was checked, no redirect is followed, and nothing of ours goes along.
 */
export function createPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const { hosts, clock, log, own } = options;
  const ownHosts = new Set(own?.hosts ?? []);
  const resolve = options.lookup ?? (systemLookup as NonNullable<PartitionReaderOptions['lookup']>);
  let running = 0;

  /** Node connects to what this returns, and to nothing else. */
  const checkedLookup: LookupFunction = (host, { all }, callback) => {
    resolve(host, { all: true }, (error, addresses) => {
      const may = ownHosts.has(host) ? isLoopbackAddress : isPublicAddress;
      const [first] = addresses ?? [];
      if (error || !first) callback(error ?? new Refused('unavailable'), '', 0);
      else if (!addresses.every(({ address }) => may(address))) callback(new Refused('address'), '', 0);
      else if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  async function fetched(url: URL, signal: AbortSignal): Promise<PartitionHead> {
    // A new agent each time: no connection is kept that was checked for another moment.
    const agent = new Agent({ keepAlive: false, lookup: checkedLookup, ...(own ? { ca: own.ca } : {}) });
    try {
      return await headOf(await answerOf(url, agent, signal), signal);
    } finally {
      agent.destroy();
    }
  }

  return {
    async read(location) {
      const url = allowedLocation(location, hosts, ownHosts);
      if (typeof url === 'string') return url;
      if (running >= mostAtATime) return 'busy';
      running += 1;
      const late = new AbortController();
      const done = new AbortController();
      void clock.sleep(timeoutMs, done.signal).then(() => {
        if (!done.signal.aborted) late.abort();
      });
      try {
        return await fetched(url, late.signal);
      } catch (thrown) {
        const reason = reasonOf(thrown, late.signal.aborted);
        // The location may carry a key in its query: only the host is told.
        log.warn({ host: url.hostname, reason }, 'a partition was not read');
        return reason;
      } finally {
        done.abort();
        running -= 1;
      }
    },
  };
}

function reasonOf(thrown: unknown, isLate: boolean): PartitionProblem {
  if (thrown instanceof Refused) return thrown.reason;
  return isLate ? 'timeout' : 'unavailable';
}

function answerOf(url: URL, agent: Agent, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/csv, text/plain, */*', 'accept-encoding': 'identity' };
    const call = request(url, { method: 'GET', agent, headers, signal, maxHeaderSize: 16 * 1024 }, resolve);
    call.once('error', reject);
    call.end();
  });
}

/** Reads what is shown, then only counts, as far as we read at all; what the storage says of the size saves the rest. */
async function headOf(answer: IncomingMessage, signal: AbortSignal): Promise<PartitionHead> {
  const problem = problemOf(answer);
  if (problem) {
    answer.destroy();
    throw new Refused(problem);
  }
  const said = Number(answer.headers['content-length'] ?? Number.NaN);
  const known = Number.isSafeInteger(said) && said >= 0 ? said : undefined;
  const chunks: Buffer[] = [];
  let kept = 0;
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (signal.aborted) break;
    if (kept < headBytes) chunks.push(chunk);
    kept += kept < headBytes ? chunk.length : 0;
    size += chunk.length;
    if (size > largestPartition || (known !== undefined && kept >= headBytes)) break;
  }
  if (signal.aborted) throw new Refused('timeout');
  const head = Buffer.concat(chunks).subarray(0, headBytes);
  const total = known ?? (size > largestPartition ? undefined : size);
  return { head, complete: total === head.length, ...(total === undefined ? {} : { size: total }) };
}

function problemOf({ statusCode = 0, headers }: IncomingMessage): PartitionProblem | undefined {
  if (statusCode >= 300 && statusCode < 400) return 'redirect';
  if (statusCode === 401 || statusCode === 403) return 'denied';
  if (statusCode === 404 || statusCode === 410) return 'missing';
  if (statusCode !== 200) return 'unavailable';
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  // A compressed body can grow without end.
  return encoding === 'identity' || encoding === '' ? undefined : 'encoded';
}
