import { HeraldError } from '../../base/errors.js';
import type { Alert } from '../../model/alert.js';
import type { CardContent } from '../../model/card-content.js';
import type { Observation } from '../../model/observation.js';
import { activitiesView } from './activities.js';
import { alarmHealthView } from './alarm-health.js';
import { alertDetailsView } from './alert-details.js';
import { alertReplyView } from './alert-reply.js';
import { doneView, errorView, refusalView } from './answers.js';
import { collectedView } from './collected.js';
import { digestView } from './digest.js';
import { entitiesView } from './entities.js';
import { failedView } from './failed.js';
import { failuresView } from './failures.js';
import { formView } from './form.js';
import { fullRefreshView } from './full-refresh.js';
import { gatheredView, gatheringView } from './gathering.js';
import { goneView } from './gone.js';
import { catchUpView, readingHealthView } from './health.js';
import { helpView } from './help.js';
import { instancesView } from './instances.js';
import { itemsView, itemView } from './items.js';
import { lateRunView } from './late-run.js';
import { listView } from './list.js';
import { sourceSucceededView, unificationView } from './notice.js';
import { objectView } from './object.js';
import { objectsView } from './objects.js';
import { ownersView } from './owners.js';
import { partitionsView, partitionView } from './partition.js';
import { peopleView } from './people.js';
import { profileView } from './profile.js';
import { quotaView } from './quota.js';
import { runView } from './run.js';
import { runReplyView } from './run-reply.js';
import { shareView } from './share.js';
import { runsView, sourcesView } from './states.js';
import { statusView } from './status.js';
import { subscribedView } from './subscribed.js';
import { thresholdView } from './threshold.js';
import type { View, ViewInput } from './view.js';
import { interruptedView, waitingView } from './waiting.js';
import { welcomeView } from './welcome.js';
import { whyView } from './why.js';
import { writeView } from './write.js';

/** The one table of situations: which view says what a card can say. Throws `card-invalid` for what has no card. */
export function viewOf(content: CardContent, input: ViewInput): View {
  switch (content.situation) {
    case 'alert':
      return flagged(content.test, alertsView(content.alerts, content.test ?? false, input), input);
    case 'notice':
      return flagged(
        content.test,
        noticeView(content.observation, content.profiles, content.test ?? false, input),
        input,
      );
    case 'catch-up':
      return catchUpView(content, input);
    case 'alarm-health':
      return alarmHealthView(content, input);
    case 'reading-health':
      return readingHealthView(content, input) ?? nothing(content.observation.trigger);
    case 'subscribed':
      return subscribedView(content, input);
    case 'list':
      return listView(content, input);
    case 'help':
      return helpView(content, input);
    case 'status':
      return statusView(content, input);
    case 'form':
      return formView(content, input);
    case 'share':
      return shareView(content, input);
    case 'waiting':
      return waitingView(content, input);
    case 'interrupted':
      return interruptedView(content, input);
    case 'quota':
      return quotaView(content, input);
    case 'objects':
      return objectsView(content, input);
    case 'object':
      return objectView(content, input);
    case 'sources':
      return sourcesView(content, input);
    case 'runs':
      return runsView(content, input);
    case 'instances':
      return instancesView(content, input);
    case 'gathering':
      return gatheringView(content, input);
    case 'gathered':
      return gatheredView(content, input);
    case 'items':
      return itemsView(content, input);
    case 'item':
      return itemView(content, input);
    case 'entities':
      return entitiesView(content, input);
    case 'people':
      return peopleView(content, input);
    case 'profile':
      return profileView(content, input);
    case 'activities':
      return activitiesView(content, input);
    case 'partitions':
      return partitionsView(content, input);
    case 'partition':
      return partitionView(content, input);
    case 'run':
      return flagged(content.test, runView(content, input), input);
    case 'write':
      return writeView(content, input);
    case 'collected':
      return collectedView(content, input);
    case 'digest':
      return digestView(content, input);
    case 'welcome':
      return welcomeView(content, input);
    case 'why':
      return whyView(content, input);
    case 'alert-details':
      return alertDetailsView(content, input);
    case 'alert-reply':
      return alertReplyView(content, input);
    case 'run-reply':
      return runReplyView(content, input);
    case 'owners':
      return ownersView(content, input);
    case 'done':
      return doneView(content, input);
    case 'refusal':
      return refusalView(content, input);
    case 'error':
      return errorView(content, input);
  }
}

/** A test says so in notifications too, where the card is not seen. */
function flagged(test: boolean | undefined, view: View, { f }: ViewInput): View {
  return test ? { ...view, summary: f.say('summary.test', { summary: view.summary }) } : view;
}

function nothing(what: string): never {
  throw new HeraldError('card-invalid', { message: `no card for ${what}` });
}

function alertsView(alerts: Alert[], test: boolean, input: ViewInput): View {
  const [alert, ...others] = alerts;
  if (!alert) return nothing('an empty message');
  if (others.length > 0) return failuresView(alerts, test, input);
  const seen = alert.observation;
  switch (seen.trigger) {
    case 'source-refresh-failed':
    case 'step-failed':
      return failedView(alert, seen, test, input);
    case 'segment-threshold':
    case 'measure-threshold':
      return thresholdView(alert, seen, test, input);
    case 'full-refresh-completed':
      return fullRefreshView(seen, alert, test, input);
    case 'run-missing':
    case 'run-slow':
      return lateRunView(seen, alert, test, input);
    default:
      return nothing(`an alert about ${seen.trigger}`);
  }
}

function noticeView(seen: Observation, profiles: string | undefined, test: boolean, input: ViewInput): View {
  switch (seen.trigger) {
    case 'source-refresh-succeeded':
      return sourceSucceededView(seen, test, input);
    case 'unification-completed':
      return unificationView(seen, profiles, test, input);
    case 'full-refresh-completed':
      return fullRefreshView(seen, undefined, test, input);
    case 'object-gone':
      return goneView(seen, input);
    default:
      return nothing(`a notice about ${seen.trigger}`);
  }
}
