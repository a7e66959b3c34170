import type { StepPlan } from './plan.js';
import type { Step, StepFault } from './task.js';

/** Error code and text of a step that goes wrong without a script of its own. */
const usual: Record<string, StepFault> = {
  ingestion: {
    code: 'DataSourceRefreshFailed',
    message: 'The source rejected the credentials.',
    culprit: 'external',
  },
  segmentation: { code: 'SegmentEvaluationFailed', message: 'The segment could not be evaluated.', culprit: 'user' },
  measures: { code: 'MeasureEvaluationFailed', message: 'Evaluation failed.', culprit: 'user' },
  export: { code: 'RefreshExportFailed', message: 'The destination refused the file.', culprit: 'external' },
};

export function faultOf(step: Step, plan: StepPlan | undefined): StepFault {
  const base =
    plan?.outcome === 'time-out'
      ? { code: 'OperationTimedOut', message: 'The step took longer than allowed.', culprit: 'system' as const }
      : (usual[step.operation] ?? { code: 'StepFailed', message: 'The step failed.', culprit: 'system' as const });
  return {
    code: plan?.code ?? base.code,
    message: plan?.message ?? base.message,
    culprit: plan?.culprit ?? base.culprit,
  };
}
