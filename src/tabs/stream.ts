import type { Clock } from '../base/clock.js';
import { asHeraldError, HeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { HttpStream } from '../server/route.js';
import type { Board, BoardEvent, BoardPart } from './contract.js';

export interface StreamOptions {
  clock: Clock;
  log: Log;
  /** How often boards are looked at while somebody watches, ms. */
  tickMs?: number;
  mostStreams?: number;
  mostPerPerson?: number;
}

/** One board that somebody watches. Streams with the same `key` share one look. */
export interface Watched {
  /** Says what is looked at, whoever does. */
  key: string;
  look(): Promise<Board>;
}

export interface Watcher {
  /** Opaque, the same for the same person. */
  person: string;
  /** When their token ends, epoch ms; absent: never. */
  untilMs?: number;
  /** What they may watch, checked anew. Throws where they may not any more. */
  watched(): Promise<Watched>;
}

const beatMs = 15_000;
const recheckMs = 60_000;
/** A reader who takes less than this for long is given up, bytes. */
const mostWaiting = 2_000_000;

interface Open {
  watcher: Watcher;
  watched: Watched;
  out: HttpStream;
  /** What was sent last, by part. */
  sent: Map<BoardPart | 'health' | 'hello', string>;
  beatAtMs: number;
  checkedAtMs: number;
}

/** Sends boards to those who watch, part by part as they change. One loop serves all of them. */
export class Streams {
  private readonly open = new Set<Open>();
  private readonly places = new Map<string, number>();
  private total = 0;
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: StreamOptions) {}

  get size(): number {
    return this.total;
  }

  /** Takes a place for the person before anything is looked up. Throws `too-many-streams`. */
  enter(person: string): () => void {
    const { mostStreams = 500, mostPerPerson = 8 } = this.options;
    const own = this.places.get(person) ?? 0;
    if (this.stopping.signal.aborted || this.total >= mostStreams || own >= mostPerPerson) {
      throw new HeraldError('too-many-streams');
    }
    this.total += 1;
    this.places.set(person, own + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.total -= 1;
      const left = (this.places.get(person) ?? 1) - 1;
      if (left > 0) this.places.set(person, left);
      else this.places.delete(person);
    };
  }

  /** Writes to `out` until either side ends it; `leave` gives the place back then. */
  add(watcher: Watcher, watched: Watched, out: HttpStream, leave: () => void): void {
    const nowMs = this.options.clock.monotonic();
    const one: Open = { watcher, watched, out, sent: new Map(), beatAtMs: nowMs, checkedAtMs: nowMs };
    this.open.add(one);
    out.onClose(() => {
      this.open.delete(one);
      leave();
    });
    if (this.stopping.signal.aborted) this.end(one, 'stopping');
    else {
      void this.show([one]);
      this.running ??= this.run().finally(() => {
        this.running = undefined;
      });
    }
  }

  /** Says goodbye to all of them. Resolves when nothing is looked at any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const one of this.open) this.end(one, 'stopping');
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock, tickMs = 1000 } = this.options;
    while (this.open.size > 0 && !this.stopping.signal.aborted) {
      await clock.sleep(tickMs, this.stopping.signal);
      if (this.stopping.signal.aborted) return;
      for (const one of this.open) await this.check(one);
      const byKey = new Map<string, Open[]>();
      for (const one of this.open) byKey.set(one.watched.key, [...(byKey.get(one.watched.key) ?? []), one]);
      for (const group of byKey.values()) await this.show(group);
    }
  }

  private async check(one: Open): Promise<void> {
    const { clock } = this.options;
    if (one.watcher.untilMs !== undefined && clock.now() >= one.watcher.untilMs) {
      this.end(one, 'token-expired');
      return;
    }
    if (clock.monotonic() - one.checkedAtMs < recheckMs) return;
    one.checkedAtMs = clock.monotonic();
    try {
      const watched = await one.watcher.watched();
      if (watched.key === one.watched.key) return;
      one.watched = watched;
      one.sent.clear();
    } catch (thrown) {
      // While Teams does not say, what it said last holds.
      if (!asHeraldError(thrown).retryable) this.end(one, 'no-longer-allowed');
    }
  }

  private async show(group: readonly Open[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    let board: Board;
    try {
      board = await first.watched.look();
    } catch (thrown) {
      this.options.log.warn({ err: asHeraldError(thrown) }, 'a board could not be looked at');
      return;
    }
    const events = eventsOf(board);
    for (const one of group) if (this.open.has(one)) this.tell(one, board, events);
  }

  private tell(one: Open, { atMs }: Board, events: readonly Line[]): void {
    const nowMs = this.options.clock.monotonic();
    if (one.out.waiting() > mostWaiting) {
      one.out.end();
      return;
    }
    const news = events.filter(({ name, line }) => one.sent.get(name) !== line);
    for (const { name, line } of news) one.sent.set(name, line);
    let text = news.map(({ line, event }) => (event ? lineOf(event) : line)).join('');
    if (text === '' && nowMs - one.beatAtMs >= beatMs) text = lineOf({ kind: 'beat', atMs });
    if (text === '') return;
    one.beatAtMs = nowMs;
    one.out.write(text);
  }

  private end(one: Open, reason: Extract<BoardEvent, { kind: 'end' }>['reason']): void {
    this.open.delete(one);
    one.out.write(lineOf({ kind: 'end', reason }));
    one.out.end();
  }
}

interface Line {
  name: BoardPart | 'health' | 'hello';
  /** What it is compared by, and sent as where there is no `event`. */
  line: string;
  event?: BoardEvent;
}

const lineOf = (event: BoardEvent) => `${JSON.stringify(event)}\n`;

/** The greeting is said again when something else is looked at, not because time went by. */
function eventsOf({ data, health, atMs, ...about }: Board): Line[] {
  return [
    { name: 'hello', line: JSON.stringify(about), event: { kind: 'hello', atMs, health, ...about } },
    { name: 'health', line: lineOf({ kind: 'health', health }) },
    ...about.shows.map(
      (part): Line => ({ name: part, line: lineOf({ kind: 'part', part, data: { [part]: data[part] } }) }),
    ),
  ];
}
