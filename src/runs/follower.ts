import type { Clock } from '../base/clock.js';
import { asHeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { CardContent } from '../model/card-content.js';
import type { RunContent } from '../model/content/run.js';
import type { Message } from '../model/message.js';
import { endedStatuses, type JobView, type Reading } from '../model/reading.js';
import type { Store } from '../store/store.js';
import { jobFacts, runFacts } from '../triggers/run-facts.js';

/** A run that the service does not list so long after its card was made is not waited for, ms. */
const lostMs = 10 * 60_000;

export interface RunFollower {
  /** Brings the cards of the connection's runs up to date. Never rejects: a card that fails is tried at the next look. */
  look(reading: Reading): Promise<void>;
  /** A person ended a run: `job` is what the service answered. Resolves when its cards will say so. */
  cancelled(connectionId: string, job: JobView, by: string): Promise<void>;
}

export interface FollowerDeps {
  store: Pick<Store, 'cards' | 'message'>;
  edit(messageId: string, content: CardContent): Promise<unknown>;
  clock: Clock;
  log: Log;
}

export function isOver({ status, lost }: RunContent): boolean {
  return lost === true || endedStatuses.has(status);
}

/**
 * Follows runs on their cards, from the readings that polling makes anyway. What is followed is what the store holds: a
 * card of a run whose end it does not tell. So a restart, and a card that somebody else posted, need nothing more.
 */
export function createRunFollower({ store, edit, clock, log }: FollowerDeps): RunFollower {
  /** Changes of cards come one after the other, so that none is computed from an older state. */
  let last: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    last = last.then(work, work);
    return last;
  }

  async function each(
    connectionId: string,
    next: (content: RunContent, message: Message) => RunContent,
  ): Promise<void> {
    for (const message of await store.cards('run')) {
      const content = runOf(message);
      if (content?.connectionId !== connectionId || isOver(content)) continue;
      const changed = next(content, message);
      if (JSON.stringify(changed) !== JSON.stringify(content)) await edit(message.id, changed);
    }
  }

  return {
    look: (reading) =>
      inTurn(async () => {
        try {
          await each(reading.connectionId, (content, message) => {
            const facts = runFacts(content.jobId, reading);
            if (facts) return withFacts(content, facts);
            const readMs = reading.readAtMs.jobs ?? 0;
            return readMs - message.createdAtMs > lostMs ? { ...content, lost: true } : content;
          });
        } catch (thrown) {
          log.warn({ err: asHeraldError(thrown) }, 'a card of a run could not be changed');
        }
      }),
    cancelled: (connectionId, job, by) =>
      inTurn(() =>
        each(connectionId, (content) => {
          if (content.jobId !== job.jobId) return content;
          const { status, submittedAtMs, endedAtMs = clock.now() } = job;
          const { groups, current, failed } = job.tasks ? jobFacts(job) : content;
          const ended = endedStatuses.has(status);
          return withFacts(
            { ...content, ...(status === 'aborted' || !ended ? { cancelledBy: by } : {}) },
            {
              status,
              ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
              ...(ended ? { endedAtMs } : {}),
              groups,
              current: ended ? [] : current,
              failed,
            },
          );
        }),
      ),
  };
}

/** The steps of a run that were seen once stay, where a record comes without them. */
function withFacts(content: RunContent, facts: ReturnType<typeof jobFacts>): RunContent {
  const bare = facts.groups.length === 0;
  return { ...content, ...facts, groups: bare ? content.groups : facts.groups };
}

function runOf({ subject }: Message): RunContent | undefined {
  return subject.kind === 'card' && subject.content.situation === 'run' ? subject.content : undefined;
}
