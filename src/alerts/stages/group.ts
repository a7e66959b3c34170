import type { Alert } from '../../model/alert.js';
import type { Person } from '../../model/conversation.js';
import type { FollowedRun, Message, MessageSubject } from '../../model/message.js';
import { type Batch, decide, type Stage } from '../batch.js';
import type { Item } from '../items.js';
import { jobsOf } from '../jobs-of.js';
import { followedRun } from '../life/runs.js';
import { ownerOf } from '../owners.js';
import { placeOf, samePlace } from '../place.js';
import { show } from '../shown.js';

/** Decides which message shows what: failures of one job share one in each place, with the card of a full refresh. */
export const group: Stage = {
  name: 'group',
  run(batch) {
    const items = [...batch.items];
    // What failed in a run joins the card of the run, whatever is told first.
    for (const item of items.filter(({ run }) => run)) tell(batch, item);
    for (const item of items) {
      if (item.does === 'tells' && !item.run) tell(batch, item);
      else if (item.does === 'opens' && item.alertId !== undefined) {
        const alert = batch.alerts.get(item.alertId);
        if (alert) groupAlert(batch, item, alert);
      }
    }
  },
};

function tell(batch: Batch, item: Item): void {
  if (item.messageId === undefined) return;
  const message = newMessage(batch, item, item.messageId, subjectOf(item), item.run?.content.jobId);
  batch.messages.put({ ...message, ...runPart(item.run) });
}

function groupAlert(batch: Batch, item: Item, alert: Alert): void {
  const jobs = jobsOf(alert.observation);
  const shared = batch.messages.of(alert.conversationKey).find((message) => isOfJob(batch, message, alert, jobs));
  const message = shared ?? newMessage(batch, item, alert.messageId, { kind: 'alerts', alertIds: [] }, jobs[0]);
  const people = mentionsOf([...(message.mentions ?? []), ...peopleOf(item), ...ownersOf(batch, item)]);
  const ended = message.run ? undefined : endedRun(batch, item, alert);
  // Whoever is told of the run only now was called for what had failed in it.
  const called = ended && batch.messages.isKnown(message.id) ? { ...ended, called: true as const } : ended;
  batch.messages.put({ ...message, ...people, ...runPart(message.run ?? called) });
  show(batch, alert, message.id);
  decide(batch, group.name, shared ? 'joined-message-of-job' : 'own-message', { ...item, messageId: message.id });
}

/** A run that is over when it is first seen has its card from its end on. */
function endedRun(batch: Batch, { observation, place, subscriptions }: Item, { held }: Alert): FollowedRun | undefined {
  if (observation.trigger !== 'full-refresh-completed') return undefined;
  return { ...followedRun(batch, observation, place, subscriptions), ...(held ? { held } : {}) };
}

function runPart(run: FollowedRun | undefined): { run?: FollowedRun } {
  return run ? { run } : {};
}

function isOfJob(batch: Batch, message: Message, alert: Alert, jobs: readonly string[]): boolean {
  const { jobId, subject } = message;
  if (jobId === undefined || subject.kind !== 'alerts' || !samePlace(message, alert)) return false;
  if (jobs.includes(jobId)) return true;
  // A step can serve two runs at once: what failed with it in either belongs together.
  return subject.alertIds.some((id) => {
    const shown = batch.alerts.get(id);
    const shownJobs = shown ? jobsOf(shown.observation) : [];
    return shownJobs.includes(jobId) && shownJobs.some((job) => jobs.includes(job));
  });
}

function subjectOf(item: Item): MessageSubject {
  if (item.run) return { kind: 'alerts', alertIds: [] };
  if (item.content) return { kind: 'card', content: item.content };
  const subscriptionIds = item.subscriptions.map((s) => s.id);
  const counted = item.profiles === undefined ? {} : { profiles: item.profiles };
  return { kind: 'notice', observation: item.observation, subscriptionIds, ...counted };
}

function newMessage(batch: Batch, item: Item, id: string, subject: MessageSubject, jobId?: string): Message {
  return {
    v: 1,
    id,
    ...placeOf(item.place),
    connectionId: batch.connection.id,
    ...(jobId === undefined ? {} : { jobId }),
    subject,
    // Nobody asked to be called by name for the health of readings and alarms, or for a run that has just begun.
    ...(isCall(item) ? mentionsOf(peopleOf(item)) : {}),
    version: 1,
    sentVersion: 0,
    createdAtMs: batch.nowMs,
  };
}

function isCall({ content, observation }: Item): boolean {
  const isHealth = content?.situation === 'reading-health' || content?.situation === 'alarm-health';
  return !isHealth && observation.trigger !== 'full-refresh-progress';
}

function peopleOf(item: Item): Person[] {
  return item.subscriptions.flatMap((s) => s.mentions ?? []);
}

/** Who answers for the object, whether or not a subscription names anybody. */
function ownersOf(batch: Batch, { place, observation }: Item): Person[] {
  const tenantId = batch.conversations.get(place.conversationKey)?.tenantId;
  const owner = tenantId === undefined ? undefined : ownerOf(batch.owners, observation, tenantId);
  return owner?.person ? [owner.person] : [];
}

function mentionsOf(people: readonly Person[]): { mentions?: Person[] } {
  const once = new Map(people.map((person) => [person.id, person]));
  return once.size > 0 ? { mentions: [...once.values()] } : {};
}
