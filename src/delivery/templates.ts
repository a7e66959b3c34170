import catchUp from '../../cards/catch-up.json' with { type: 'json' };
import done from '../../cards/done.json' with { type: 'json' };
import error from '../../cards/error.json' with { type: 'json' };
import failures from '../../cards/failures.json' with { type: 'json' };
import form from '../../cards/form.json' with { type: 'json' };
import fullRefresh from '../../cards/full-refresh.json' with { type: 'json' };
import help from '../../cards/help.json' with { type: 'json' };
import list from '../../cards/list.json' with { type: 'json' };
import measureThreshold from '../../cards/measure-threshold.json' with { type: 'json' };
import owners from '../../cards/owners.json' with { type: 'json' };
import readingHealth from '../../cards/reading-health.json' with { type: 'json' };
import refusal from '../../cards/refusal.json' with { type: 'json' };
import segmentThreshold from '../../cards/segment-threshold.json' with { type: 'json' };
import sourceFailed from '../../cards/source-failed.json' with { type: 'json' };
import sourceSucceeded from '../../cards/source-succeeded.json' with { type: 'json' };
import status from '../../cards/status.json' with { type: 'json' };
import stepFailed from '../../cards/step-failed.json' with { type: 'json' };
import subscribed from '../../cards/subscribed.json' with { type: 'json' };
import unification from '../../cards/unification.json' with { type: 'json' };

/** Every template by its file name in `cards/`. */
export const templates = {
  'catch-up': catchUp,
  done,
  error,
  failures,
  form,
  'full-refresh': fullRefresh,
  help,
  list,
  'measure-threshold': measureThreshold,
  owners,
  'reading-health': readingHealth,
  refusal,
  'segment-threshold': segmentThreshold,
  'source-failed': sourceFailed,
  'source-succeeded': sourceSucceeded,
  status,
  'step-failed': stepFailed,
  subscribed,
  unification,
} satisfies Record<string, object>;

export type TemplateName = keyof typeof templates;
