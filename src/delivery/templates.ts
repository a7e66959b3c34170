import activities from '../../cards/activities.json' with { type: 'json' };
import alarmHealth from '../../cards/alarm-health.json' with { type: 'json' };
import alertDetails from '../../cards/alert-details.json' with { type: 'json' };
import alertReply from '../../cards/alert-reply.json' with { type: 'json' };
import catchUp from '../../cards/catch-up.json' with { type: 'json' };
import collected from '../../cards/collected.json' with { type: 'json' };
import digest from '../../cards/digest.json' with { type: 'json' };
import done from '../../cards/done.json' with { type: 'json' };
import entities from '../../cards/entities.json' with { type: 'json' };
import error from '../../cards/error.json' with { type: 'json' };
import failures from '../../cards/failures.json' with { type: 'json' };
import form from '../../cards/form.json' with { type: 'json' };
import fullRefresh from '../../cards/full-refresh.json' with { type: 'json' };
import gathering from '../../cards/gathering.json' with { type: 'json' };
import help from '../../cards/help.json' with { type: 'json' };
import item from '../../cards/item.json' with { type: 'json' };
import items from '../../cards/items.json' with { type: 'json' };
import lateRun from '../../cards/late-run.json' with { type: 'json' };
import list from '../../cards/list.json' with { type: 'json' };
import measureThreshold from '../../cards/measure-threshold.json' with { type: 'json' };
import object from '../../cards/object.json' with { type: 'json' };
import objects from '../../cards/objects.json' with { type: 'json' };
import owners from '../../cards/owners.json' with { type: 'json' };
import partition from '../../cards/partition.json' with { type: 'json' };
import people from '../../cards/people.json' with { type: 'json' };
import profile from '../../cards/profile.json' with { type: 'json' };
import quota from '../../cards/quota.json' with { type: 'json' };
import readingHealth from '../../cards/reading-health.json' with { type: 'json' };
import refusal from '../../cards/refusal.json' with { type: 'json' };
import run from '../../cards/run.json' with { type: 'json' };
import segmentThreshold from '../../cards/segment-threshold.json' with { type: 'json' };
import share from '../../cards/share.json' with { type: 'json' };
import sourceFailed from '../../cards/source-failed.json' with { type: 'json' };
import sourceSucceeded from '../../cards/source-succeeded.json' with { type: 'json' };
import states from '../../cards/states.json' with { type: 'json' };
import status from '../../cards/status.json' with { type: 'json' };
import stepFailed from '../../cards/step-failed.json' with { type: 'json' };
import subscribed from '../../cards/subscribed.json' with { type: 'json' };
import unification from '../../cards/unification.json' with { type: 'json' };
import waiting from '../../cards/waiting.json' with { type: 'json' };
import welcome from '../../cards/welcome.json' with { type: 'json' };
import why from '../../cards/why.json' with { type: 'json' };
import write from '../../cards/write.json' with { type: 'json' };

/** Every template by its file name in `cards/`. */
export const templates = {
  'alert-details': alertDetails,
  'alert-reply': alertReply,
  activities,
  'alarm-health': alarmHealth,
  'catch-up': catchUp,
  collected,
  digest,
  done,
  entities,
  error,
  failures,
  form,
  'full-refresh': fullRefresh,
  gathering,
  help,
  item,
  items,
  'late-run': lateRun,
  list,
  'measure-threshold': measureThreshold,
  quota,
  object,
  objects,
  people,
  profile,
  partition,
  owners,
  'reading-health': readingHealth,
  refusal,
  run,
  'segment-threshold': segmentThreshold,
  share,
  'source-failed': sourceFailed,
  'source-succeeded': sourceSucceeded,
  states,
  status,
  'step-failed': stepFailed,
  subscribed,
  unification,
  waiting,
  welcome,
  why,
  write,
} satisfies Record<string, object>;

export type TemplateName = keyof typeof templates;
